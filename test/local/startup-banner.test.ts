import pc from 'picocolors';
import { expect, test } from 'vitest';
import type { Receiver } from '../../local/start-receiver.ts';
import { startupBanner } from '../../local/startup-banner.ts';

const colours = pc.createColors(false);
const receiver: Receiver = {
  url: 'http://127.0.0.1:3000',
  isLoopback: true,
  containerUrls: [],
  networkUrls: [],
  token: 'secret',
  close: async () => {},
};

test('the URLs and the token are on their own lines', () => {
  expect(
    startupBanner(receiver, '.local', colours),
  ).toBe(`Receiver of Ant Media Server's webhooks; its data is in .local

Webhook URL   http://127.0.0.1:3000/hooks/LiveApp/secret
Status board  http://127.0.0.1:3000/#secret
Authorise URL http://127.0.0.1:3000/authorize/publish/LiveApp/secret
Read token    secret

For a media server in Docker, or on another machine: HOST=0.0.0.0 npm start
To have the settings of a media server set for you: npm run doctor -- --help

Each hook and each question is printed as a line below.
Ctrl-C stops the receiver and loses nothing.
`);
});

const everywhere = {
  ...receiver,
  isLoopback: false,
  containerUrls: ['http://host.docker.internal:3000', 'http://172.17.0.1:3000'],
  networkUrls: ['http://192.168.1.7:3000', 'http://[2001:db8::7]:3000'],
};

test('a receiver that listens on every address prints the URLs for containers and other machines', () =>
  expect(startupBanner(everywhere, '.local', colours)).toContain(`
Read token    secret

From a container on this machine:
  http://host.docker.internal:3000/hooks/LiveApp/secret
  http://172.17.0.1:3000/hooks/LiveApp/secret
From other machines:
  http://192.168.1.7:3000/hooks/LiveApp/secret
  http://192.168.1.7:3000/#secret
  http://[2001:db8::7]:3000/hooks/LiveApp/secret
  http://[2001:db8::7]:3000/#secret
On Linux a container knows host.docker.internal only by this docker run option:
  --add-host=host.docker.internal:host-gateway
The authorise URL has the same host there.
Anyone who reaches this machine can try to send: only the token protects it, and
that is not encrypted on its way. Use a network that you trust.

To have the settings`));

test('a receiver that listens on one address of the network has only the warning to add', () => {
  const banner = startupBanner({ ...receiver, url: 'http://192.168.1.7:3000', isLoopback: false }, '.local', colours);
  expect(banner).toContain('\nRead token    secret\n\nAnyone who reaches this machine can try to send');
  expect(banner).not.toContain('HOST=');
});

test.each([receiver, everywhere])('a line without a secret fits into 80 columns', (some) =>
  expect(
    startupBanner(some, ':memory:', colours)
      .split('\n')
      .filter((line) => line.length > 80 && !line.includes('secret')),
  ).toEqual([]),
);

test('a receiver that stores nothing on the disk says so', () => {
  const banner = startupBanner(receiver, ':memory:', colours);
  expect(banner).toContain('its data is in memory only\n');
  expect(banner).toContain('Ctrl-C stops the receiver and deletes all data: DATA_DIR is :memory:.\n');
  expect(banner).not.toContain('loses nothing');
});
