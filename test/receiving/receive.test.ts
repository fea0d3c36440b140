import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import { readTokenUses } from '../../cli/tokens/token-uses.ts';
import { lostMac, parseDeferred } from '../../lambda/deferred/deferred-event.ts';
import { replayEvent } from '../../lambda/deferred/replay-event.ts';
import { parseAllowList } from '../../lambda/receiving/allow-list.ts';
import { TableCircuitBreaker } from '../../lambda/receiving/circuit-breaker.ts';
import type { HookLogLine } from '../../lambda/receiving/hook-result.ts';
import { type ReceiverDeps, receive } from '../../lambda/receiving/receive.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { Table } from '../../lambda/table/table.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { connect } from '../../local/database/database.ts';
import { assertInTime } from '../assert-in-time.ts';
import { failingStore, hangingStore, readAll, useDeferredFolder } from '../deferred-stores.ts';
import { hookEvent } from '../gateway-event.builder.ts';
import { useEngine } from '../table/engine.ts';
import { unreachableClient, unreachableTable } from '../table/unreachable-table.ts';
import { putToken } from '../tokens/token.builder.ts';

const engine = useEngine();
const body = Buffer.from('action=liveStreamStarted&id=cam-1&token=SECRET&metadata=rtmp%3A%2F%2Fhost%2Fapp%2FSECRET');

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A client of a server that does not speak DynamoDB's protocol. */
async function clientOfServer(behave: (socket: Socket) => void): Promise<DynamoDBClient> {
  const server = createServer((socket) => behave(socket.on('error', () => {}).unref())).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function buildDeps(overrides: Partial<ReceiverDeps> = {}): Promise<ReceiverDeps & { lines: HookLogLine[] }> {
  const lines: HookLogLine[] = [];
  const { streams, tokens } = engine();
  await putToken(tokens, 'foo');
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  const log = (line: HookLogLine) => lines.push(line);
  return {
    streams,
    tokens,
    recorder,
    tokenCache: new TokenCache(30_000),
    allowList: parseAllowList(''),
    circuitBreaker: new TableCircuitBreaker(30_000),
    deferredStore: failingStore,
    log,
    lines,
    ...overrides,
  };
}

const failures: [string, () => Promise<DynamoDBClient>][] = [
  ['refuses connections', async () => unreachableClient()],
  ['never answers', () => clientOfServer(() => {})],
  ['cuts the connection', () => clientOfServer((socket) => socket.destroy())],
  ['answers garbage', () => answering('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{]}')],
  ['answers 200 without a body', () => answering('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')],
  ['answers 500', () => answering('HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\n{}')],
  ['never finishes its answer', () => answering('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{')],
];

const hangingTable = async () => new Table(await clientOfServer(() => {}), 'streams');

const answering = (text: string) => clientOfServer((socket) => socket.once('data', () => socket.write(text)));

describe('a hook', () => {
  test('from an address outside the allow-list gets the same answer as one with a wrong token', async () => {
    const deps = await buildDeps({ allowList: parseAllowList('198.51.100.0/24') });
    const outside = await receive(hookEvent('LiveApp', 'foo', body), deps);
    const wrong = await receive(hookEvent('LiveApp', 'bar', body, { sourceIp: '198.51.100.7' }), deps);
    expect(outside).toEqual(wrong);
    expect(outside).toMatchObject({ statusCode: 403 });
    expect(await receive(hookEvent('LiveApp', 'foo', body, { sourceIp: '198.51.100.7' }), deps)).toMatchObject({
      statusCode: 200,
    });
  });

  test('is logged in one line without its token', async () => {
    const { lines, ...deps } = await buildDeps();
    await receive(hookEvent('LiveApp', 'foo', body), deps);
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

  test('notes the hour in which it came beside its token, whatever it holds, unless it is refused', async () => {
    const deps = await buildDeps();
    const noted = async () => (await readTokenUses(engine().streams)).get(hashToken('noted'));
    await putToken(engine().tokens, 'noted', { app: 'Noted' });
    const at = (hour: number, app: string, sent: string) =>
      receive(hookEvent(app, 'noted', Buffer.from(sent), { timeEpoch: Date.UTC(2026, 10, 26, hour, 59) }), deps);
    expect(await at(8, 'Other', 'action=liveStreamStarted&id=cam-1')).toMatchObject({ statusCode: 403 });
    expect(await at(8, 'Noted', 'name=cam-1&mode=live')).toMatchObject({ statusCode: 403 });
    expect(await noted()).toBeUndefined();
    expect(await at(9, 'Noted', 'action=liveStreamStarted&id=cam-1')).toMatchObject({ statusCode: 200 });
    expect(await noted()).toBe(Date.UTC(2026, 10, 26, 9));
    expect(await at(10, 'Noted', 'nothing to read')).toMatchObject({ body: '{"outcome":"quarantined"}' });
    expect(await noted()).toBe(Date.UTC(2026, 10, 26, 10));
  });

  test.each(failures)('is deferred in time when the table %s, and recorded by a replay', async (_what, client) => {
    const folder = await useDeferredFolder();
    const circuitBreaker = new TableCircuitBreaker(500);
    const { lines, ...deps } = await buildDeps({ deferredStore: folder, circuitBreaker });
    const streams = new Table(await client(), 'streams');
    const started = performance.now();
    const answer = await receive(hookEvent('LiveApp', 'foo', body), { ...deps, streams });
    assertInTime(performance.now() - started, 1_500); // the tables have 500 ms here
    expect(answer).toMatchObject({ statusCode: 200, body: '{"outcome":"deferred"}' });
    expect(lines).toMatchObject([
      { app: 'LiveApp', status: 200, outcome: 'deferred', action: 'liveStreamStarted', id: 'cam-1' },
    ]);
    const [text = ''] = await readAll(folder);
    expect(text).not.toContain('SECRET');
    expect(await replayEvent(parseDeferred(text), deps)).toMatchObject({
      outcome: 'recorded',
      hook: { id: 'cam-1' },
    });
  });

  test.each(failures)(
    'is answered 503 in time when the table %s and the deferred store fails, and is in the log, masked and signed',
    async (_what, client) => {
      const streams = new Table(await client(), 'streams');
      const circuitBreaker = new TableCircuitBreaker(500);
      const { lines, ...deps } = await buildDeps({ streams, circuitBreaker, lostKey: 'key' });
      const started = performance.now();
      const answer = await receive(hookEvent('LiveApp', 'foo', body), deps);
      assertInTime(performance.now() - started, 1_500);
      expect(answer).toMatchObject({
        statusCode: 503,
        body: '{"error":"not stored: please retry"}',
      });
      expect(lines).toMatchObject([
        { app: 'LiveApp', status: 503, error: expect.stringMatching(/then.*no space/), lost: expect.any(String) },
      ]);
      expect(JSON.stringify(lines)).not.toContain('SECRET');
      const { lost = '', mac } = lines[0] ?? {};
      expect(mac).toBe(lostMac('key', lost));
      expect(await replayEvent(parseDeferred(lost), await buildDeps())).toMatchObject({ hook: { id: 'cam-1' } });
    },
  );

  test('is in the log without a MAC while there is no key: an update may deploy the code before the environment', async () => {
    const { lines, ...deps } = await buildDeps({ streams: unreachableTable() });
    expect(await receive(hookEvent('LiveApp', 'foo', body), deps)).toMatchObject({ statusCode: 503 });
    expect(JSON.parse(JSON.stringify(lines[0]))).toEqual({
      app: 'LiveApp',
      status: 503,
      error: expect.any(String),
      lost: expect.any(String),
      ms: expect.any(Number),
    });
  });

  test('waits only briefly for tables that have just timed out, until they answer', async () => {
    const deps = await buildDeps({
      circuitBreaker: new TableCircuitBreaker(1_200, 600),
      deferredStore: await useDeferredFolder(),
    });
    const hanging = await hangingTable();
    for (const streams of [hanging, hanging, deps.streams, hanging])
      await receive(hookEvent('Breaker', 'foo', body), { ...deps, streams });
    expect(deps.lines.map(({ outcome, ms }) => [outcome, ms >= 1_190])).toEqual([
      ['deferred', true],
      ['deferred', false],
      ['recorded', false],
      ['deferred', true],
    ]);
  });

  test('is answered 503 in time when nothing answers at all', async () => {
    const circuitBreaker = new TableCircuitBreaker(500);
    const deps = await buildDeps({ streams: await hangingTable(), circuitBreaker, deferredStore: hangingStore });
    const started = performance.now();
    expect(await receive(hookEvent('LiveApp', 'foo', body), deps)).toMatchObject({ statusCode: 503 });
    assertInTime(performance.now() - started, 1_750);
  });

  test('is accepted for 60 s with a cached token, and for an hour while the table of tokens does not answer', async () => {
    const deps = await buildDeps();
    const at = (timeEpoch: number, tokens = deps.tokens) =>
      receive(hookEvent('LiveApp', 'foo', body, { timeEpoch }), { ...deps, tokens });
    const down = unreachableTable();
    const now = Date.now();
    expect(await at(now)).toMatchObject({ body: '{"outcome":"recorded"}' });
    expect(await at(now + 59_000, down)).toMatchObject({ body: '{"outcome":"recorded"}' });
    expect(await at(now + 61_000, down)).toMatchObject({ body: '{"outcome":"recorded"}' });
    expect(await at(now + 3_599_000, down)).toMatchObject({ body: '{"outcome":"recorded"}' });
    expect(await at(now + 3_660_001, down)).toMatchObject({ statusCode: 503 });
  });
});

test('a refusal is logged without any part of its URL: the token may be in the place of the app', async () => {
  const deps = await buildDeps();
  expect(await receive(hookEvent('a-secret', 'LiveApp', body), deps)).toMatchObject({ statusCode: 403 });
  expect(deps.lines).toEqual([{ status: 403, reason: 'no such token', ms: expect.any(Number) }]);
});

test('the reason for a refusal is in the log, and in no answer', async () => {
  const deps = await buildDeps();
  await putToken(deps.tokens, 'reader', { app: 'LiveApp', scopes: ['read'] });
  await putToken(deps.tokens, 'expired', { app: 'LiveApp', expiresAt: 1_000 });
  await putToken(deps.tokens, 'one-app', { app: 'LiveApp' });
  const closed = { ...deps, allowList: parseAllowList('198.51.100.0/24') };
  const answers = [
    await receive(hookEvent('LiveApp', 'foo', body), closed),
    await receive(hookEvent('LiveApp', 'wrong', body), deps),
    await receive(hookEvent('LiveApp', 'reader', body), deps),
    await receive(hookEvent('LiveApp', 'expired', body), deps),
    await receive(hookEvent('Other', 'one-app', body), deps),
    await receive(hookEvent('x'.repeat(2_000), 'foo', body), deps),
  ];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const notPermitted = 'expired, or not for this app';
  expect(deps.lines.map(({ reason }) => reason)).toEqual([
    'allow-list',
    'no such token',
    notPermitted,
    notPermitted,
    notPermitted,
    'no such app',
  ]);
});

test('the reason why a body cannot be read is logged', async () => {
  const deps = await buildDeps();
  await receive(hookEvent('LiveApp', 'foo', Buffer.from('{"id":"cam-1"}')), deps);
  expect(deps.lines).toMatchObject([{ outcome: 'quarantined', reason: 'no action: expected one in the field action' }]);
});

describe('an authorisation request', () => {
  const folder = new URL('../fixtures/authorisation/', import.meta.url);
  const captured = readdirSync(folder).map((name): [string, Buffer] => [name, readFileSync(new URL(name, folder))]);
  const bodyOfRequest = (bytes: Buffer) => bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);

  test.each(captured)('of the genuine server (%s) is refused with the right route', async (_name, bytes) => {
    const deps = await buildDeps({ streams: unreachableTable() }); // nothing of it may be stored
    const answer = await receive(hookEvent('LiveApp', 'foo', bodyOfRequest(bytes)), deps);
    expect(answer).toMatchObject({ statusCode: 403, body: expect.stringContaining('/authorize/publish/') });
    expect(deps.lines).toEqual([{ app: 'LiveApp', status: 403, reason: 'misdirected', ms: expect.any(Number) }]);
  });

  test.each([
    { what: 'of a player', body: '{"streamId":"s","mode":"play"}', misdirected: '/authorize/play/' },
    { what: 'in a form', body: 'name=s&mode=live', misdirected: '/authorize/publish/' },
    {
      what: 'with an empty action',
      body: '{"action":"","name":"s","mode":"live"}',
      misdirected: '/authorize/publish/',
    },
  ])('is recognised $what', async ({ body: text, misdirected }) => {
    const answer = await receive(hookEvent('LiveApp', 'foo', Buffer.from(text)), await buildDeps());
    expect(answer).toMatchObject({ statusCode: 403, body: expect.stringContaining(misdirected) });
  });

  test.each([
    { what: 'an event with the parameters mode and name', body: '{"action":"liveStreamStarted","id":"m","mode":"live","name":"m"}', outcome: 'recorded' }, // biome-ignore format: a row
    { what: 'a mode without a stream', body: '{"mode":"live"}', outcome: 'quarantined' },
    { what: 'a stream without a mode', body: '{"streamId":"m"}', outcome: 'quarantined' },
  ])('is not $what', async ({ body: text, outcome }) => {
    const answer = await receive(hookEvent('LiveApp', 'foo', Buffer.from(text)), await buildDeps());
    expect(answer).toMatchObject({ statusCode: 200, body: JSON.stringify({ outcome }) });
  });

  test('is never deferred while its token cannot be checked, and a wrong token gets the usual refusal', async () => {
    const deps = await buildDeps({ deferredStore: await useDeferredFolder() });
    const body = Buffer.from('{"streamId":"s","mode":"live"}');
    const unchecked = await receive(hookEvent('LiveApp', 'foo', body), { ...deps, tokens: unreachableTable() });
    expect(unchecked).toMatchObject({ statusCode: 403, body: expect.stringContaining('/authorize/publish/') });
    const wrong = await receive(hookEvent('LiveApp', 'bar', body), deps);
    expect(wrong).toMatchObject({ statusCode: 403, body: expect.stringContaining('may not send hooks here') });
  });
});

describe('the time budget of a hook', () => {
  const receiveTimed = async (sinceArrivalMs: number, overrides: Partial<ReceiverDeps> = {}) => {
    const deps = await buildDeps({
      circuitBreaker: new TableCircuitBreaker(1_000),
      streams: await hangingTable(),
      ...overrides,
    });
    const started = performance.now();
    const answer = await receive(hookEvent('Late', 'foo', body, { timeEpoch: Date.now() - sinceArrivalMs }), deps);
    return { answer, ms: performance.now() - started };
  };

  test('starts at its arrival at the API: a cold start is part of it', async () => {
    const deferredStore = await useDeferredFolder();
    const [now, late] = [await receiveTimed(0, { deferredStore }), await receiveTimed(700, { deferredStore })];
    for (const { answer } of [now, late]) expect(answer).toMatchObject({ body: '{"outcome":"deferred"}' });
    expect(now.ms).toBeGreaterThan(950);
    assertInTime(late.ms, now.ms - 400);
  });

  test('is shared by everything that hangs, tokens and queue included', async () => {
    const overrides = { deferredStore: hangingStore, tokenCache: new TokenCache(600), tokens: await hangingTable() };
    const { answer, ms } = await receiveTimed(850, overrides);
    expect(answer).toMatchObject({ statusCode: 503 });
    assertInTime(ms, 1_000); // 750, on a machine that is not busy
  });

  test('does not open the circuit when the tables had no time left', async () => {
    const circuitBreaker = new TableCircuitBreaker(1_000, 250);
    const deferredStore = await useDeferredFolder();
    const deps = await buildDeps({ circuitBreaker, streams: unreachableTable(), deferredStore });
    await receive(hookEvent('Late', 'foo', body, { timeEpoch: Date.now() - 1_250 }), deps);
    expect(circuitBreaker.timeoutMs).toBe(1_000);
  });

  test.each([
    { what: 'of a clock that is behind ours', sinceArrivalMs: 3_600_000 },
    { what: 'of a clock that is ahead of ours', sinceArrivalMs: -3_600_000 },
    { what: 'of a sender that has hung up', sinceArrivalMs: 2_500 },
  ])('is not shortened by the arrival time $what', async ({ sinceArrivalMs }) => {
    const deferredStore = await useDeferredFolder();
    const { answer, ms } = await receiveTimed(sinceArrivalMs, {
      deferredStore,
      circuitBreaker: new TableCircuitBreaker(400),
    });
    expect(answer).toMatchObject({ body: '{"outcome":"deferred"}' });
    expect(ms).toBeGreaterThan(350);
  });
});

describe('a hook whose token cannot be checked', () => {
  test.each([
    { token: 'foo', outcome: 'recorded' },
    { token: 'bar', outcome: 'refused' },
  ])(
    'is deferred with the hash of its token, until a replay can check it: $token is $outcome',
    async ({ token, outcome }) => {
      const folder = await useDeferredFolder();
      const deps = await buildDeps({ deferredStore: folder });
      const tokens = unreachableTable();
      const answer = await receive(hookEvent('Unchecked', token, body), { ...deps, tokens });
      expect(answer).toMatchObject({ statusCode: 200, body: '{"outcome":"deferred"}' });
      const [text = ''] = await readAll(folder);
      expect(text).not.toMatch(new RegExp(`"${token}"`));
      const deferred = parseDeferred(text);
      await expect(replayEvent(deferred, { ...deps, tokens })).rejects.toThrow();
      expect(await replayEvent(deferred, deps)).toMatchObject({ outcome });
    },
  );
});
