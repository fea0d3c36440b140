import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import { parseDeferred } from '../../lambda/deferred/deferred-event.ts';
import { lostMac } from '../../lambda/deferred/lost-mac.ts';
import { replayEvent } from '../../lambda/deferred/replay-event.ts';
import { parseAllowList } from '../../lambda/receiving/allow-list.ts';
import { TableCircuitBreaker } from '../../lambda/receiving/circuit-breaker.ts';
import { type HookLogLine, type ReceiverDeps, receive } from '../../lambda/receiving/receive.ts';
import { Recorder } from '../../lambda/table/record.ts';
import { toTokenRow } from '../../lambda/table/rows/token-row.ts';
import { Table } from '../../lambda/table/table.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { connect } from '../../local/database/database.ts';
import { failingStore, readAll, useDeferredFolder } from '../deferred-stores.ts';
import { hookEvent } from '../gateway-event.ts';
import { useEngine } from '../table/engine.ts';

const engine = useEngine();
const body = Buffer.from('action=liveStreamStarted&id=cam-1&token=SECRET&metadata=rtmp%3A%2F%2Fhost%2Fapp%2FSECRET');

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A client of something that is no DynamoDB. */
async function clientOf(behave: (socket: Socket) => void): Promise<DynamoDBClient> {
  const server = createServer((socket) => behave(socket.on('error', () => {}).unref())).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function receiving(special: Partial<ReceiverDeps> = {}): Promise<ReceiverDeps & { lines: HookLogLine[] }> {
  const lines: HookLogLine[] = [];
  const { streams, tokens } = engine();
  await tokens.put(
    toTokenRow({
      hash: 'LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564',
      scopes: ['hooks'],
      app: '*',
      label: '',
      createdAt: 0,
      expiresAt: null,
    }),
  ); // "foo"
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true });
  const log = (line: HookLogLine) => lines.push(line);
  return {
    streams,
    tokens,
    recorder,
    lookUp: new TokenCache(500),
    allowList: parseAllowList(''),
    patience: new TableCircuitBreaker(500),
    secondSink: failingStore,
    log,
    lines,
    ...special,
  };
}

const misbehaviours: [string, () => Promise<DynamoDBClient>][] = [
  ['refuses connections', async () => refused()],
  ['never answers', () => clientOf(() => {})],
  ['cuts the connection', () => clientOf((socket) => socket.destroy())],
  ['answers garbage', () => answering('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{]}')],
  ['answers nothing, with success', () => answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')],
  ['answers 500', () => answering('HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\n{}')],
  ['begins to answer, and never ends', () => answering('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{')],
];

const answering = (text: string) => clientOf((socket) => socket.once('data', () => socket.write(text)));

const refused = () =>
  new DynamoDBClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });

describe('a hook', () => {
  test('is refused from an address outside of the allow-list, by the answer of a wrong token', async () => {
    const behind = await receiving({ allowList: parseAllowList('198.51.100.0/24') });
    const outside = await receive(hookEvent('LiveApp', 'foo', body), behind);
    const wrong = await receive(hookEvent('LiveApp', 'bar', body, { sourceIp: '198.51.100.7' }), behind);
    expect(outside).toEqual(wrong);
    expect(outside).toMatchObject({ statusCode: 403 });
    expect(await receive(hookEvent('LiveApp', 'foo', body, { sourceIp: '198.51.100.7' }), behind)).toMatchObject({
      statusCode: 200,
    });
  });

  test('is told in one line, without its token', async () => {
    const { lines, ...behind } = await receiving();
    await receive(hookEvent('LiveApp', 'foo', body), behind);
    expect(lines).toEqual([
      {
        app: 'LiveApp',
        status: 200,
        outcome: 'recorded',
        action: 'liveStreamStarted',
        id: 'cam-1',
        lagMs: 0,
        ms: expect.any(Number),
      },
    ]);
  });

  test.each(misbehaviours)('is put aside in time when the table %s, and kept later', async (_what, client) => {
    const folder = await useDeferredFolder();
    const { lines, ...behind } = await receiving({ secondSink: folder });
    const streams = new Table(await client(), 'streams');
    const started = performance.now();
    const answer = await receive(hookEvent('LiveApp', 'foo', body), { ...behind, streams });
    expect(performance.now() - started).toBeLessThan(1_500); // the tables have 500 ms here
    expect(answer).toMatchObject({ statusCode: 200, body: '{"outcome":"deferred"}' });
    expect(lines).toMatchObject([
      { app: 'LiveApp', status: 200, outcome: 'deferred', action: 'liveStreamStarted', id: 'cam-1' },
    ]);
    const [text = ''] = await readAll(folder);
    expect(text).not.toContain('SECRET');
    expect(await replayEvent(parseDeferred(text), behind)).toMatchObject({
      outcome: 'recorded',
      hook: { id: 'cam-1' },
    });
  });

  test.each(misbehaviours)(
    'is answered 503 in time when the table %s and nothing can be put aside, and the log holds it, masked and signed',
    async (_what, client) => {
      const { lines, ...behind } = await receiving({ streams: new Table(await client(), 'streams'), lostKey: 'key' });
      const started = performance.now();
      const answer = await receive(hookEvent('LiveApp', 'foo', body), behind);
      expect(performance.now() - started).toBeLessThan(1_500);
      expect(answer).toMatchObject({
        statusCode: 503,
        body: '{"error":"this could not be kept for sure: send it again"}',
      });
      expect(lines).toMatchObject([
        { app: 'LiveApp', status: 503, error: expect.stringMatching(/then.*nowhere/), lost: expect.any(String) },
      ]);
      expect(JSON.stringify(lines)).not.toContain('SECRET');
      const { lost = '', mac } = lines[0] ?? {};
      expect(mac).toBe(lostMac('key', lost));
      expect(await replayEvent(parseDeferred(lost), await receiving())).toMatchObject({ hook: { id: 'cam-1' } });
    },
  );

  test('is in the log without a MAC while there is no key: an update may bring the code before the environment', async () => {
    const { lines, ...behind } = await receiving({ streams: new Table(refused(), 'streams') });
    expect(await receive(hookEvent('LiveApp', 'foo', body), behind)).toMatchObject({ statusCode: 503 });
    expect(JSON.parse(JSON.stringify(lines[0]))).toEqual({
      app: 'LiveApp',
      status: 503,
      error: expect.any(String),
      lost: expect.any(String),
      ms: expect.any(Number),
    });
  });

  test('does not wait for long for tables that just did not answer, until they do', async () => {
    const behind = await receiving({
      patience: new TableCircuitBreaker(500, 100),
      secondSink: await useDeferredFolder(),
    });
    const hangs = new Table(await clientOf(() => {}), 'streams');
    const { lines, ...parts } = behind;
    const hook = (streams: Table) => receive(hookEvent('Patience', 'foo', body), { ...parts, streams });
    for (const streams of [hangs, hangs, parts.streams, hangs]) await hook(streams);
    const waited = lines.map(({ outcome, ms }) => [outcome, ms >= 490]);
    expect(waited).toEqual([
      ['deferred', true],
      ['deferred', false],
      ['recorded', false],
      ['deferred', true],
    ]);
  });

  test('is answered 503 in time when nothing answers at all', async () => {
    const secondSink = { defer: () => new Promise<void>(() => {}) };
    const streams = new Table(await clientOf(() => {}), 'streams');
    const behind = await receiving({ streams, secondSink });
    const started = performance.now();
    expect(await receive(hookEvent('LiveApp', 'foo', body), behind)).toMatchObject({ statusCode: 503 });
    expect(performance.now() - started).toBeLessThan(1_750);
  });

  test('is let in for 60 s by a token that was found, and while the tokens do not answer for an hour', async () => {
    const behind = await receiving();
    const at = (timeEpoch: number, tokens = behind.tokens) =>
      receive(hookEvent('LiveApp', 'foo', body, { timeEpoch }), { ...behind, tokens });
    const gone = new Table(refused(), 'tokens');
    const now = Date.now();
    expect(await at(now)).toMatchObject({ body: '{"outcome":"recorded"}' });
    expect(await at(now + 59_000, gone)).toMatchObject({ body: '{"outcome":"recorded"}' });
    expect(await at(now + 61_000, gone)).toMatchObject({ body: '{"outcome":"recorded"}' });
    expect(await at(now + 3_599_000, gone)).toMatchObject({ body: '{"outcome":"recorded"}' });
    expect(await at(now + 3_660_001, gone)).toMatchObject({ statusCode: 503 });
  });
});

test('a refusal is logged without a word of its URL, whose parts may be mixed up', async () => {
  const behind = await receiving();
  expect(await receive(hookEvent('a-secret', 'LiveApp', body), behind)).toMatchObject({ statusCode: 403 });
  expect(behind.lines).toEqual([{ status: 403, reason: 'no such token', ms: expect.any(Number) }]);
});

test('why a hook is refused stands in the log, and in no answer', async () => {
  const behind = await receiving();
  const token = { scopes: ['hooks'], app: 'LiveApp', label: '', createdAt: 0, expiresAt: null } as const;
  await behind.tokens.put(toTokenRow({ ...token, hash: hashToken('reader'), scopes: ['read'] }));
  await behind.tokens.put(toTokenRow({ ...token, hash: hashToken('expired'), expiresAt: 1_000 }));
  await behind.tokens.put(toTokenRow({ ...token, hash: hashToken('one-app') }));
  const closed = { ...behind, allowList: parseAllowList('198.51.100.0/24') };
  const answers = [
    await receive(hookEvent('LiveApp', 'foo', body), closed),
    await receive(hookEvent('LiveApp', 'wrong', body), behind),
    await receive(hookEvent('LiveApp', 'reader', body), behind),
    await receive(hookEvent('LiveApp', 'expired', body), behind),
    await receive(hookEvent('Other', 'one-app', body), behind),
    await receive(hookEvent('x'.repeat(2_000), 'foo', body), behind),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const notHere = 'expired, or not for this app';
  expect(behind.lines.map(({ reason }) => reason)).toEqual([
    'allow-list',
    'no such token',
    notHere,
    notHere,
    notHere,
    'no such app',
  ]);
});

test('why a body could not be read is logged', async () => {
  const behind = await receiving();
  await receive(hookEvent('LiveApp', 'foo', Buffer.from('{"id":"cam-1"}')), behind);
  expect(behind.lines).toMatchObject([
    { outcome: 'quarantined', reason: 'no action: expected one in the field action' },
  ]);
});

describe('a request for permission', () => {
  const folder = new URL('../fixtures/authorisation/', import.meta.url);
  const asked = readdirSync(folder).map((name): [string, Buffer] => [name, readFileSync(new URL(name, folder))]);
  const bodyOfRequest = (bytes: Buffer) => bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);

  test.each(asked)('of the genuine server (%s) is refused, and sent to the right route', async (_name, bytes) => {
    const behind = await receiving({ streams: new Table(refused(), 'streams') }); // nothing of it may be kept
    const answer = await receive(hookEvent('LiveApp', 'foo', bodyOfRequest(bytes)), behind);
    expect(answer).toMatchObject({ statusCode: 403, body: expect.stringContaining('/authorize/publish/') });
    expect(behind.lines).toEqual([{ app: 'LiveApp', status: 403, reason: 'misdirected', ms: expect.any(Number) }]);
  });

  test.each([
    { what: 'of a player', body: '{"streamId":"s","mode":"play"}', misdirected: '/authorize/play/' },
    { what: 'in a form', body: 'name=s&mode=live', misdirected: '/authorize/publish/' },
    {
      what: 'with an empty action',
      body: '{"action":"","name":"s","mode":"live"}',
      misdirected: '/authorize/publish/',
    },
  ])('$what is one', async ({ body: text, misdirected }) => {
    const answer = await receive(hookEvent('LiveApp', 'foo', Buffer.from(text)), await receiving());
    expect(answer).toMatchObject({ statusCode: 403, body: expect.stringContaining(misdirected) });
  });

  test.each([
    { what: 'an event whose publisher says mode and name', body: '{"action":"liveStreamStarted","id":"m","mode":"live","name":"m"}', outcome: 'recorded' }, // biome-ignore format: a row
    { what: 'a mode of nothing', body: '{"mode":"live"}', outcome: 'quarantined' },
    { what: 'a stream without a mode', body: '{"streamId":"m"}', outcome: 'quarantined' },
  ])('is not $what', async ({ body: text, outcome }) => {
    const answer = await receive(hookEvent('LiveApp', 'foo', Buffer.from(text)), await receiving());
    expect(answer).toMatchObject({ statusCode: 200, body: JSON.stringify({ outcome }) });
  });

  test('is never put aside while its token cannot be checked, and no hint to who has none', async () => {
    const behind = await receiving({ secondSink: await useDeferredFolder() });
    const body = Buffer.from('{"streamId":"s","mode":"live"}');
    const unproven = await receive(hookEvent('LiveApp', 'foo', body), { ...behind, tokens: new Table(refused(), 't') });
    expect(unproven).toMatchObject({ statusCode: 403, body: expect.stringContaining('/authorize/publish/') });
    const wrong = await receive(hookEvent('LiveApp', 'bar', body), behind);
    expect(wrong).toMatchObject({ statusCode: 403, body: expect.stringContaining('may not send hooks here') });
  });
});

describe('the time of a hook', () => {
  const hanging = async () => new Table(await clientOf(() => {}), 'streams');
  const timed = async (sinceArrivalMs: number, special: Partial<ReceiverDeps> = {}) => {
    const behind = await receiving({ patience: new TableCircuitBreaker(1_000), streams: await hanging(), ...special });
    const started = performance.now();
    const answer = await receive(hookEvent('Late', 'foo', body, { timeEpoch: Date.now() - sinceArrivalMs }), behind);
    return { answer, ms: performance.now() - started };
  };

  test('counts from its arrival at the API: what a cold start took of it is gone', async () => {
    const secondSink = await useDeferredFolder();
    const [now, late] = [await timed(0, { secondSink }), await timed(700, { secondSink })];
    for (const { answer } of [now, late]) expect(answer).toMatchObject({ body: '{"outcome":"deferred"}' });
    expect(now.ms).toBeGreaterThan(950);
    expect(late.ms).toBeLessThan(now.ms - 400);
  });

  test('is what is left for everything that hangs, tokens and queue too', async () => {
    const secondSink = { defer: () => new Promise<void>(() => {}) };
    const lookUp = new TokenCache(600);
    const { answer, ms } = await timed(850, { secondSink, lookUp, tokens: await hanging() });
    expect(answer).toMatchObject({ statusCode: 503 });
    expect(ms).toBeLessThan(1_000); // 750, on a machine that is not busy
  });

  test('does not doubt tables that had no time because of what came before', async () => {
    const patience = new TableCircuitBreaker(1_000, 250);
    const streams = new Table(refused(), 'streams');
    const behind = await receiving({ patience, streams, secondSink: await useDeferredFolder() });
    await receive(hookEvent('Late', 'foo', body, { timeEpoch: Date.now() - 1_250 }), behind);
    expect(patience.timeoutMs).toBe(1_000);
  });

  test.each([
    { what: 'of a clock that is behind ours', sinceArrivalMs: 3_600_000 },
    { what: 'of a clock that is ahead of ours', sinceArrivalMs: -3_600_000 },
    { what: 'of a sender that has hung up', sinceArrivalMs: 2_500 },
  ])('is all of it, $what', async ({ sinceArrivalMs }) => {
    const secondSink = await useDeferredFolder();
    const { answer, ms } = await timed(sinceArrivalMs, { secondSink, patience: new TableCircuitBreaker(400) });
    expect(answer).toMatchObject({ body: '{"outcome":"deferred"}' });
    expect(ms).toBeGreaterThan(350);
  });
});

describe('a hook whose token cannot be checked', () => {
  test.each([
    { token: 'foo', outcome: 'recorded' },
    { token: 'bar', outcome: 'refused' },
  ])('waits, with the hash of its token, until it can be: $token is $outcome then', async ({ token, outcome }) => {
    const folder = await useDeferredFolder();
    const behind = await receiving({ secondSink: folder });
    const tokens = new Table(refused(), 'tokens');
    const answer = await receive(hookEvent('Unproven', token, body), { ...behind, tokens });
    expect(answer).toMatchObject({ statusCode: 200, body: '{"outcome":"deferred"}' });
    const [text = ''] = await readAll(folder);
    expect(text).not.toMatch(new RegExp(`"${token}"`));
    const deferred = parseDeferred(text);
    await expect(replayEvent(deferred, { ...behind, tokens })).rejects.toThrow();
    expect(await replayEvent(deferred, behind)).toMatchObject({ outcome });
  });
});
