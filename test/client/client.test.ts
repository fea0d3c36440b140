import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { ApiError } from '../../client/api-error.ts';
import { Client, toQuery } from '../../client/client.ts';
import { followCursor } from '../../client/follow-cursor.ts';
import { useReceiver } from '../local/use-receiver.ts';

const receiver = useReceiver();
const STREAMS = 7;

/** Creates a client, and the statuses of its responses so far. */
function countingClient(maxCached = 100, token = receiver.token) {
  const statuses: number[] = [];
  const countingFetch: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    statuses.push(response.status);
    return response;
  };
  return { client: new Client({ url: `${receiver.url}/`, token, maxCached, fetch: countingFetch }), statuses };
}

beforeAll(async () => {
  for (let cam = 0; cam < STREAMS; cam++)
    await receiver.postHook('Cams', { action: 'liveStreamStarted', id: `cam-${cam}`, metadata: { cam } });
});

test('answers have the types of the description', async () => {
  const { client } = countingClient();
  const { streams } = await client.get('/streams', { app: 'Cams', status: ['live'] });
  expectTypeOf(streams[0]?.status).toEqualTypeOf<'live' | 'presumedEnded' | 'ended' | 'unknown' | undefined>();
  expect(streams.map(({ id, metadata }) => [id, metadata])).toContainEqual(['cam-3', { cam: 3 }]);
  expect((await client.get('/stream', { app: 'Cams', id: 'cam-3' })).sessions).toHaveLength(1);
  expect((await client.get('/expected')).expected).toEqual([]);
  // @ts-expect-error: an id is required
  await expect(client.get('/stream', { app: 'Cams' })).rejects.toThrow('400');
});

test.each([1, 3, 7, 50])('pages of %i rows have each row once', async (limit) => {
  const found: string[] = [];
  const { client } = countingClient();
  const pages = followCursor((cursor) => client.get('/streams', { app: 'Cams', limit, cursor }));
  for await (const { streams } of pages) found.push(...streams.map(({ id }) => id));
  expect(found.sort()).toEqual(Array.from({ length: STREAMS }, (_, cam) => `cam-${cam}`));
});

describe('an answer that has not changed', () => {
  test('is not sent again, and its running durations grow', async () => {
    const { client, statuses } = countingClient();
    const first = await client.request('/streams', { app: 'Cams' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await client.request('/streams', { app: 'Cams' });
    expect(statuses).toEqual([200, 304]);
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    const [before = 0, after = 0] = [first, second].map(({ body }) => body.streams[0]?.durationMs ?? Number.NaN);
    expect(after - before).toBeGreaterThanOrEqual(18);
  });

  test('is sent again when it is no longer remembered', async () => {
    const { client, statuses } = countingClient(1);
    for (const app of ['Cams', 'Cams', 'Other', 'Cams']) await client.get('/streams', { app });
    expect(statuses).toEqual([200, 304, 200, 200]);
  });
});

describe('an error', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/counts') response.writeHead(503).end('{"error":"the table is unavailable: try again"}');
      else response.end('<html>');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
    const error: unknown = await promise.catch((reason) => reason);
    if (error instanceof ApiError) return error;
    throw new Error(`received ${error}, expected an ApiError`);
  }

  test('says the status and the reason, without the token', async () => {
    const error = await errorOf(countingClient(1, 'a-secret').client.get('/streams'));
    expect(error).toMatchObject({ status: 401, isTransient: false });
    expect(error.message).toMatch(/^GET \/streams: received 401: "expected Authorization/);
    expect(error.message).not.toContain('a-secret');
  });

  test('may be transient', async () => {
    const unavailable = await errorOf(new Client({ url, token: 'x' }).get('/counts'));
    expect(unavailable).toMatchObject({ status: 503, isTransient: true });
    const unreachable = await errorOf(new Client({ url: 'http://127.0.0.1:1', token: 'x' }).get('/counts'));
    expect(unreachable.status).toBeUndefined();
    expect(unreachable.isTransient).toBe(true);
  });

  test('is a body that is not JSON', async () => {
    const error = await errorOf(new Client({ url, token: 'x' }).get('/expected'));
    expect(error).toMatchObject({ status: 200, reason: expect.stringContaining('not JSON') });
  });
});

test('a query has lists with commas, and nothing that is undefined', () => {
  expect(toQuery({})).toBe('');
  const query = { app: 'a&b', status: ['live', 'stale'], q: undefined, limit: 1 };
  expect(toQuery(query)).toBe('?app=a%26b&status=live%2Cstale&limit=1');
});
