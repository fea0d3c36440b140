import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReaderDeps, read } from '../../lambda/reading/read.ts';
import { Table } from '../../lambda/table/table.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { readRunningFile } from '../../local/data-dir/data-dir.ts';
import { connect } from '../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../local/database/embedded-tables.ts';
import { Sender } from '../faults/fuzz/sender.ts';
import { gatewayEvent } from '../gateway-event.builder.ts';
import { normalizeResponse } from '../normalize-response.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { useReceiver } from './use-receiver.ts';

// How API Gateway decodes a path, target by target; gateway-path.test.ts names the source of that.

const dataDir = useTempFolder('paths');
const receiver = useReceiver(dataDir);

const ids = [
  ...['cam', 'a', '0/test', 'a/b', 'a%2Fb', 'a?b', 'a?b#c&d=e', 'Kamera 1 çam', 'Kamera 1 çam/main', ' ', 'a+b'],
  ...['.', '..', '100%', '%', '東京 🎥', 'events', 'cam/events', 'constructor', '__proto__', '<b>', 'a\u202eb'],
];

let client: DynamoDBClient;
let reading: ReaderDeps;
let sender: Sender; // sends a path unchanged: `fetch` would remove the dots

beforeAll(async () => {
  client = connect(readRunningFile(dataDir)?.dynamodb ?? '');
  reading = {
    streams: new Table(client, STREAMS_TABLE),
    tokens: new Table(client, TOKENS_TABLE),
    tokenCache: new TokenCache(1_000),
    options: { byDay: true, recordingUrl: '', playUrl: '', identity: { receiver: 'this machine' } },
    page: { statusCode: 200, body: '' },
    description: { statusCode: 200, body: '' },
    log: (error) => console.error(error),
  };
  sender = new Sender(receiver.url, 1);
  for (const id of ids) await receiver.postHook('P', { action: 'liveStreamStarted', id, timestamp: Date.now() });
});
afterAll(() => {
  sender.close();
  client.destroy();
});

/** The answer of the reader's handler to an event of API Gateway. */
async function handlerAnswer(path: string, query: string) {
  const headers = { authorization: `Bearer ${receiver.token}` };
  const { statusCode, body = '' } = await read(gatewayEvent({ path, query, headers }), reading);
  return { status: statusCode, text: normalizeResponse(body) };
}

/** The answer of the local receiver to a request line. */
async function localAnswer(target: string) {
  const { status, text } = await sender.read(target, receiver.token);
  return { status, text: normalizeResponse(text) };
}

describe('any id can be read by query', () => {
  test.each(ids)('%s', async (id) => {
    const encoded = `app=P&id=${encodeURIComponent(id)}`;
    for (const query of [encoded, `${new URLSearchParams({ app: 'P', id })}`]) {
      const found = await localAnswer(`/stream?${query}`);
      expect(found.status).toBe(200);
      expect(JSON.parse(found.text)).toMatchObject({ app: 'P', id, status: 'live', events: [{ fields: { id } }] });
      expect(await handlerAnswer('/stream', query)).toEqual(found);
    }
    const events = await localAnswer(`/stream/events?${encoded}&limit=1`);
    expect(JSON.parse(events.text)).toMatchObject({ events: [{ fields: { id } }], cursor: null });
    expect(await handlerAnswer('/stream/events', `${encoded}&limit=1`)).toEqual(events);
  });
});

describe('a path is decoded only by API Gateway, and in the same way locally', () => {
  const noPath = 'no such path';
  const noStream = 'stream not found';
  test.each([
    { target: '/streams/P/cam', rawPath: '/streams/P/cam', found: 'cam' },
    { target: '/%73treams/%50/%63am', rawPath: '/streams/P/cam', found: 'cam' },
    { target: '/streams%2FP%2Fcam', rawPath: '/streams/P/cam', found: 'cam' },
    { target: '/streams/P/a%2Fb', rawPath: '/streams/P/a/b', error: noPath },
    { target: '/streams/P/a%252Fb', rawPath: '/streams/P/a/b', error: noPath },
    { target: '/streams/P/a%25252Fb', rawPath: '/streams/P/a%2Fb', found: 'a%2Fb' },
    { target: '/streams/P/a%3Fb', rawPath: '/streams/P/a', found: 'a' },
    { target: '/streams/P/a%253Fb', rawPath: '/streams/P/a?b', found: 'a?b' },
    { target: '/streams/P/a%25253Fb', rawPath: '/streams/P/a%3Fb', error: noStream },
    { target: '/streams/P/a%3Fb%2Fevents', rawPath: '/streams/P/a', found: 'a' },
    { target: '/streams/P/Kamera%201%20%C3%A7am', rawPath: '/streams/P/Kamera 1 çam', found: 'Kamera 1 çam' },
    { target: '/streams/P/a+b', rawPath: '/streams/P/a+b', found: 'a+b' },
    { target: '/streams/P/100%2525', rawPath: '/streams/P/100%', found: '100%' },
    { target: '/streams/P/.', rawPath: '/streams/P/.', found: '.' },
    { target: '/streams/P/%2E%2E', rawPath: '/streams/P/..', found: '..' },
    { target: '/streams/P/constructor', rawPath: '/streams/P/constructor', found: 'constructor' },
    { target: '/streams/P/', rawPath: '/streams/P/', error: noStream },
    { target: '/streams//cam', rawPath: '/streams//cam', error: noStream },
    { target: '/streams/P/cam/', rawPath: '/streams/P/cam/', error: noPath },
    { target: '/stream%3Fapp=P&id=cam', rawPath: '/stream', error: 'app: received nothing' },
    { target: '/%252573treams/P/cam', rawPath: '/%73treams/P/cam', error: noPath },
  ])('$target', async ({ target, rawPath, found, error }) => {
    const answer = await localAnswer(target);
    expect(JSON.parse(answer.text)).toMatchObject(
      found === undefined ? { error: expect.stringContaining(error) } : { app: 'P', id: found },
    );
    expect(await handlerAnswer(rawPath, '')).toEqual(answer);
  });

  test('of events too, with an encoded slash', async () => {
    const answer = await localAnswer('/streams/P/cam%2Fevents?limit=1');
    expect(JSON.parse(answer.text)).toMatchObject({ events: [{ fields: { id: 'cam' } }] });
    expect(await handlerAnswer('/streams/P/cam/events', 'limit=1')).toEqual(answer);
  });

  test.each([
    '/%',
    '/streams/P/%zz',
    '/streams/P/%E9',
    '/streams/P/%C0%80',
    '/streams/P/%ED%A0%80',
    '/streams/P/100%25',
  ])('%s cannot be decoded and is answered 400', async (target) => {
    const { status, text } = await localAnswer(target);
    expect([status, JSON.parse(text)]).toEqual([400, { error: expect.stringContaining('cannot be decoded') }]);
  });
});
