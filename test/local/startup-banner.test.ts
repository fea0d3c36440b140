import pc from 'picocolors';
import { expect, test } from 'vitest';
import { startupBanner } from '../../local/startup-banner.ts';

const colours = pc.createColors(false);
const receiver = { url: 'http://127.0.0.1:3000', networkUrls: [], token: 'secret', close: async () => {} };

test('both URLs and the token are on their own lines', () => {
  expect(
    startupBanner(receiver, '.local', colours),
  ).toBe(`Receiver of Ant Media Server's webhooks; its data is in .local

Webhook URL   http://127.0.0.1:3000/hooks/LiveApp/secret
Status board  http://127.0.0.1:3000/#secret
Authorise URL http://127.0.0.1:3000/authorize/publish/LiveApp/secret
Read token    secret

Each hook and each question is printed as a line below. Ctrl-C stops the receiver and loses nothing.
`);
});

test('a receiver that listens on every address prints the URLs for other machines', () => {
  const networkUrls = ['http://192.168.1.7:3000', 'http://10.0.0.7:3000'];
  expect(startupBanner({ ...receiver, networkUrls }, '.local', colours)).toContain(`
Authorise URL http://127.0.0.1:3000/authorize/publish/LiveApp/secret
Read token    secret
From other machines:
  http://192.168.1.7:3000/hooks/LiveApp/secret
  http://192.168.1.7:3000/#secret
  http://192.168.1.7:3000/authorize/publish/LiveApp/secret
  http://10.0.0.7:3000/hooks/LiveApp/secret
  http://10.0.0.7:3000/#secret
  http://10.0.0.7:3000/authorize/publish/LiveApp/secret
`);
});

test('a receiver that stores nothing on the disk says so', () => {
  const banner = startupBanner(receiver, ':memory:', colours);
  expect(banner).toContain('its data is in memory only\n');
  expect(banner).toContain('Ctrl-C stops the receiver and deletes all data: DATA_DIR is :memory:.\n');
  expect(banner).not.toContain('loses nothing');
});
