import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchStreams } from '../../../cli/streams/fetch-streams.ts';
import { ReadApiClient } from '../../../cli/streams/read-api-client.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { start } from '../../run.ts';

const STREAMS = 120;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: ':memory:', log: () => {} });
  for (let cam = 0; cam < STREAMS; cam += 1) await started(`cam-${cam}`);
});
afterAll(() => receiver.close());

const started = (id: string) =>
  fetch(`${receiver.url}/hooks/LiveApp/${receiver.token}`, {
    method: 'POST',
    body: JSON.stringify({ action: 'liveStreamStarted', id }),
  });

test.each([
  { limit: undefined, listed: STREAMS, more: false },
  { limit: 105, listed: 105, more: true },
  { limit: 7, listed: 7, more: true },
  { limit: STREAMS, listed: STREAMS, more: false },
])('fetches $listed streams over all pages with the limit $limit', async ({ limit, listed, more }) => {
  const answer = await fetchStreams(new ReadApiClient(async () => receiver), limit === undefined ? {} : { limit });
  expect({ listed: answer.streams.length, more: answer.more }).toEqual({ listed, more });
  expect(new Set(answer.streams.map(({ id }) => id)).size).toBe(listed);
});

test('an empty page with a cursor is not the last', async () => {
  const pages: Record<string, object> = {
    '/streams?limit=100': { streams: [], cursor: 'a' },
    '/streams?limit=100&cursor=a': { streams: [], cursor: 'b' },
    '/streams?limit=100&cursor=b': { streams: [{ app: 'LiveApp', id: 'cam' }], cursor: null },
  };
  const server = createServer(({ url = '' }, response) => response.end(JSON.stringify(pages[url])));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const answer = await fetchStreams(
    new ReadApiClient(async () => ({ url: `http://127.0.0.1:${port}`, token: 'secret' })),
    {},
  );
  expect(answer).toEqual({ streams: [{ app: 'LiveApp', id: 'cam' }], more: false });
  server.close();
  server.closeAllConnections();
});

test('several statuses, a text and a room are asked for on each page', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.end(JSON.stringify({ streams: [], cursor: url.includes('cursor') ? null : 'a' }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const api = new ReadApiClient(async () => ({ url: `http://127.0.0.1:${port}`, token: 'secret' }));
  await fetchStreams(api, { status: 'stale,failing', q: 'gate & 7', room: 'r' });
  const query = '/streams?status=stale%2Cfailing&q=gate+%26+7&room=r&limit=100';
  expect(asked).toEqual([query, `${query}&cursor=a`]);
  server.close();
  server.closeAllConnections();
});

test('an unchanged list is answered from the cache, and its running durations grow', async () => {
  const api = new ReadApiClient(async () => receiver);
  const [before] = (await fetchStreams(api, {})).streams;
  const changes = api.changes;
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [after] = (await fetchStreams(api, {})).streams;
  expect(api.changes).toBe(changes);
  expect(after?.durationMs).toBeGreaterThanOrEqual((before?.durationMs ?? 0) + 49);
  await started('one-more');
  expect((await fetchStreams(api, {})).streams).toHaveLength(STREAMS + 1);
  expect(api.changes).toBeGreaterThan(changes);
});

test('a closed pipe is no error', async () => {
  const { child, ended } = start('streams', ['--json', '--url', receiver.url, '--token', receiver.token]);
  child.stdout.destroy();
  expect(await ended).toEqual({ code: 0, stdout: '', stderr: '' });
});
