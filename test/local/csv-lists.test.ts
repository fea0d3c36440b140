import { beforeAll, describe, expect, test } from 'vitest';
import { useReceiver } from './use-receiver.ts';

const receiver = useReceiver();
const NOW = Date.now();
const EVENTS = 7;
const ID = 'cam/ü,"1"';

const csvOf = (path: string, headers: Record<string, string> = {}) =>
  receiver.read(path, { accept: 'text/csv', ...headers });
const query = `${new URLSearchParams({ app: 'Csv', id: ID })}`;
const lines = (text: string) => text.split('\r\n').slice(0, -1);

beforeAll(async () => {
  for (let n = 0; n < EVENTS; n++) {
    const hook = {
      action: n % 2 === 0 ? 'liveStreamStarted' : 'liveStreamEnded',
      id: ID,
      timestamp: NOW - 10_000 + n * 1_000,
      streamName: '=1+1',
    };
    await receiver.postHook('Csv', hook);
  }
  await receiver.postHook('Csv', {
    action: 'vodReady',
    id: ID,
    vodId: 'v',
    vodName: '@film',
    duration: 5,
    timestamp: NOW - 500,
  });
});

/** Reads a list by the header Link until there is none; returns its rows. */
async function followLinks(path: string): Promise<string[]> {
  const rows: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { text, headers } = await csvOf(next);
    rows.push(...lines(text).slice(1));
    next = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
  }
  return rows;
}

test('the events of a stream, as the JSON has them', async () => {
  const { text, headers } = await csvOf(`/stream/events?${query}`);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('vary')).toBe('accept, accept-encoding');
  expect(headers.get('link')).toBeNull();
  const { json } = await receiver.read(`/stream/events?${query}`);
  const expected = json.events.map((row: Record<string, string>) => {
    const { action, at, receivedAt, outcome, fields } = row;
    return `${action},${at},${receivedAt},${outcome},"${JSON.stringify(fields).replaceAll('"', '""')}"`;
  });
  expect(lines(text)).toEqual(['action,at,receivedAt,outcome,fields', ...expected]);
  expect(expected).toHaveLength(EVENTS + 1);
});

test('over all streams each row has its stream, and no cell is a formula', async () => {
  const { text } = await csvOf('/events?app=Csv&limit=1');
  const [columns, row] = lines(text);
  expect(columns).toBe('app,id,streamName,action,at,receivedAt,outcome,fields');
  expect(row).toMatch(/^Csv,"cam\/ü,""1""",'=1\+1,vodReady,/);
  const recordings = lines((await csvOf('/recordings?app=Csv')).text);
  expect(recordings).toEqual([
    'app,id,streamName,vodId,name,durationMs,at',
    `Csv,"cam/ü,""1""",'=1+1,v,'@film,5,${new Date(NOW - 500).toISOString()}`,
  ]);
});

describe('the header Link leads to the next page', () => {
  test.each(['/events?app=Csv', '/events?app=Csv&action=liveStreamEnded', `/stream/events?${query}`])(
    'of %s',
    async (path) => {
      const all = lines((await csvOf(path)).text).slice(1);
      expect(all.length).toBeGreaterThan(2);
      expect(await followLinks(`${path}&limit=2`)).toEqual(all);
    },
  );

  test('by query, whatever the path of this one', async () => {
    await receiver.postHook('Csv', { action: 'liveStreamStarted', id: 'a b', timestamp: NOW });
    await receiver.postHook('Csv', { action: 'liveStreamEnded', id: 'a b', timestamp: NOW });
    const { headers } = await csvOf('/streams/Csv/a%20b/events?limit=1');
    expect(headers.get('link')).toMatch(/^<\/stream\/events\?limit=1&app=Csv&id=a\+b&cursor=[\w-]+>; rel="next"$/);
    expect(await followLinks('/streams/Csv/a%20b/events?limit=1')).toHaveLength(2);
  });
});

test('it has an ETag of its own', async () => {
  const [json, csv] = [await receiver.read('/events?app=Csv'), await csvOf('/events?app=Csv')];
  const etag = csv.headers.get('etag') ?? '';
  expect(etag).not.toBe(json.headers.get('etag'));
  expect(await csvOf('/events?app=Csv', { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
  expect((await receiver.read('/events?app=Csv', { 'if-none-match': etag })).status).toBe(200);
});

test('errors and what is no list are JSON', async () => {
  expect((await csvOf('/stream/events?app=Csv&id=nobody')).json).toEqual({ error: 'stream not found' });
  expect((await csvOf('/events?limit=0')).status).toBe(400);
  expect((await csvOf('/counts')).headers.get('content-type')).toBe('application/json');
});

test('a page whose quotes do not fit is shorter, and goes on behind', async () => {
  const fields = { metadata: '"'.repeat(50_000) };
  for (let n = 0; n < 24; n++)
    await receiver.postHook('Quotes', {
      action: 'liveStreamStarted',
      id: 'cam',
      timestamp: NOW - 60_000 + n,
      ...fields,
    });
  const path = '/stream/events?app=Quotes&id=cam';
  const { text, headers } = await csvOf(path);
  const rows = lines(text).slice(1);
  expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(5_000_000);
  expect(headers.get('link')).not.toBeNull();
  expect(rows.length).toBeGreaterThan(5);
  const all = await followLinks(path);
  expect(all).toHaveLength(24);
  expect(new Set(all).size).toBe(24);
});
