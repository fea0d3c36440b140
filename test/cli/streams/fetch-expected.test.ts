import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { fetchExpectation, fetchMissing } from '../../../cli/streams/fetch-expected.ts';
import { fetchRefusals } from '../../../cli/streams/fetch-refusals.ts';
import { fetchStreams } from '../../../cli/streams/fetch-streams.ts';
import { ReadApiClient } from '../../../cli/streams/read-api-client.ts';
import { createStreamsCommand } from '../../../cli/streams/streams-command.ts';
import { runInProcess } from '../run-in-process.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Starts a receiver that answers these paths with JSON, and others with 404; returns its URL and the paths asked for. */
async function serve(bodies: Record<string, object>) {
  const asked: string[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push(url);
    const body = bodies[url];
    const etag = `W/"${url}"`;
    if (body === undefined) response.writeHead(404).end('{"error":"no such path"}');
    else if (headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { etag }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  servers.push(server);
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { url: `http://127.0.0.1:${port}`, asked };
}

const clientOf = (url: string) => new ReadApiClient(async () => ({ url, token: 'secret' }));
const noStreams = { '/streams?limit=100': { streams: [], cursor: null } };
const row = (app: string, id: string, state: string, minute: string) => ({
  ...{ app, id, name: null, grace: 300, state, since: `2026-11-02T12:${minute}:00.000Z` },
});
const expected = [
  row('A', 'first', 'missing', '01'),
  row('A', 'live', 'live', '02'),
  row('A', 'last', 'missing', '05'),
  row('B', 'other', 'missing', '03'),
];

test('the missing are those that are neither live nor waiting, the latest first', async () => {
  const { url } = await serve({ '/expected': { expected } });
  const ids = async (app?: string) => (await fetchMissing(clientOf(url), app)).map(({ id }) => id);
  expect(await ids()).toEqual(['last', 'other', 'first']);
  expect(await ids('B')).toEqual(['other']);
  expect(await ids('C')).toEqual([]);
});

test('of one stream it is what is expected of it, if anything', async () => {
  const { url } = await serve({ '/expected': { expected } });
  expect(await fetchExpectation(clientOf(url), { app: 'A', id: 'live' })).toEqual(expected[1]);
  expect(await fetchExpectation(clientOf(url), { app: 'B', id: 'live' })).toBeUndefined();
});

test('a receiver of an older release expects nothing, and has no refusals: the command goes on', async () => {
  const { url } = await serve(noStreams);
  const { code, stdout, stderr } = await runInProcess(createStreamsCommand(), ['--url', url, '--token', 'secret']);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'No streams.\n', stderr: '' });
});

test('--json does not ask for them', async () => {
  const { url, asked } = await serve(noStreams);
  await runInProcess(createStreamsCommand(), ['--url', url, '--token', 'secret', '--json']);
  expect(asked).toEqual(['/streams?limit=100']);
});

test.each([
  { what: 'a receiver of an older release', bodies: noStreams, changes: 1 },
  {
    what: 'this one',
    bodies: { ...noStreams, '/expected': { expected }, '/refusals?limit=100': { refusals: [], cursor: null } },
    changes: 3,
  },
])('while nothing changes --watch draws nothing anew: $what', async ({ bodies, changes }) => {
  const { url } = await serve(bodies);
  const api = clientOf(url);
  const load = () => Promise.all([fetchStreams(api, {}), fetchMissing(api, undefined), fetchRefusals(api, undefined)]);
  await load();
  expect(api.changes).toBe(changes);
  await load();
  await load();
  expect(api.changes).toBe(changes);
});
