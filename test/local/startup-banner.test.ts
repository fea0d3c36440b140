import pc from 'picocolors';
import { expect, test } from 'vitest';
import { startupBanner } from '../../local/startup-banner.ts';

const colours = pc.createColors(false);
const receiver = { url: 'http://127.0.0.1:3000', networkUrls: [], token: 'secret', close: async () => {} };

test('both URLs and the token stand on lines of their own', () => {
  expect(
    startupBanner(receiver, '.local', colours),
  ).toBe(`Receiver of Ant Media Server's webhooks; its data is in .local

Webhook URL   http://127.0.0.1:3000/hooks/LiveApp/secret
Status board  http://127.0.0.1:3000/#secret
Read token    secret

Each hook is a line below. Ctrl-C ends the receiver and loses nothing.
`);
});

test('a receiver that listens on every address says where other machines find it', () => {
  const networkUrls = ['http://192.168.1.7:3000', 'http://10.0.0.7:3000'];
  expect(startupBanner({ ...receiver, networkUrls }, '.local', colours)).toContain(`
Status board  http://127.0.0.1:3000/#secret
Read token    secret
From other machines:
  http://192.168.1.7:3000/hooks/LiveApp/secret
  http://192.168.1.7:3000/#secret
  http://10.0.0.7:3000/hooks/LiveApp/secret
  http://10.0.0.7:3000/#secret
`);
});

test('a receiver that keeps nothing says so', () => {
  const said = startupBanner(receiver, ':memory:', colours);
  expect(said).toContain('its data is in memory alone\n');
  expect(said).toContain('Ctrl-C ends the receiver and loses all that it received: DATA_DIR is :memory:.\n');
  expect(said).not.toContain('loses nothing');
});
