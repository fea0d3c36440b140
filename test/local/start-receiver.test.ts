import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pc from 'picocolors';
import { expect, onTestFinished, test } from 'vitest';
import { IN_MEMORY } from '../../local/data-dir/data-dir.ts';
import { startReceiver } from '../../local/start-receiver.ts';
import { startupBanner } from '../../local/startup-banner.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const folder = useTempFolder('start-receiver');

/** Starts a receiver, for one test unless it is closed before. */
async function start(dataDir: string, token?: string) {
  const receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir, token, log: () => {} });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= receiver.close());
  onTestFinished(close);
  const banner = startupBanner(receiver, dataDir, pc.createColors(false));
  return { url: /^Webhook URL {3}(\S+)$/m.exec(banner)?.[1] ?? '', close };
}

const postHook = (url: string, id: string) =>
  fetch(url, { method: 'POST', body: JSON.stringify({ action: 'playStarted', timestamp: Date.now(), id }) });

test('prints a URL that works with every printable ASCII character in its token', async () => {
  const { url } = await start(IN_MEMORY, 'a/b%?c+=#');
  expect((await postHook(url, 'cam-1')).status).toBe(200);
});

test('accepts hooks under every address and name of this machine', async () => {
  const receiver = await startReceiver({
    port: 0,
    host: '0.0.0.0',
    dataDir: IN_MEMORY,
    token: 'secret',
    log: () => {},
  });
  onTestFinished(receiver.close);
  for (const origin of [receiver.url, ...receiver.networkUrls])
    expect((await postHook(`${origin}/hooks/LiveApp/secret`, origin)).status).toBe(200);
  const [fromContainer = ''] = receiver.containerUrls;
  const { host, port } = new URL(fromContainer);
  expect(host).toBe(`host.docker.internal:${port}`);
  const socket = connect(Number(port), '127.0.0.1').end(
    `GET /hooks/LiveApp/secret HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
  );
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 405 /);
});

test('ends a connection when the client asks for it', async () => {
  const url = new URL((await start(IN_MEMORY)).url);
  const socket = connect(Number(url.port), url.hostname).end(
    'GET /streams HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  );
  const startedAt = performance.now();
  await once(socket.resume(), 'end');
  expect(performance.now() - startedAt).toBeLessThan(2_000); // kept alive, it would take 5 s
});

test.each(['', '\0\0\0', 'two words'])('creates a new token when the stored one is %j', async (stored) => {
  const dataDir = join(folder, 'new-token', String(stored.length));
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, 'token'), stored);
  writeFileSync(join(dataDir, 'running.json'), '{"url":"http://127.0.0.1');
  const { url } = await start(dataDir);
  expect(url).toMatch(/\/hooks\/LiveApp\/[\w-]{43}$/);
  expect((await postHook(url, 'a')).status).toBe(200);
  expect(readFileSync(join(dataDir, 'token'), 'utf8')).toBe(`${url.split('/').at(-1)}\n`);
});

test('revokes the token of an earlier run with another TOKEN', async () => {
  const dataDir = join(folder, 'tokens');
  const first = await start(dataDir, 'first');
  await first.close();
  const { url } = await start(dataDir, 'second');
  expect((await postHook(url, 'a')).status).toBe(200);
  expect((await postHook(url.replace('second', 'first'), 'a')).status).toBe(403);
});
