import { beforeAll, describe, expect, test } from 'vitest';
import { additionsOf } from '../../board/additions.ts';
import { REFRESH_MS } from '../../board/backoff.ts';
import { type AnswerOf, type AnyRequest, mainRequest, requestKey } from '../../board/requests.ts';
import { home } from '../../board/view.ts';
import { presumedEndEvent } from '../../lambda/stream/presumed-end.ts';
import { emptyState, fold, type State } from '../../lambda/stream/state.ts';
import { sweep } from '../../lambda/sweeping/sweep.ts';
import { appKey } from '../../lambda/table/row-keys.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { buildExpected, plantExpected } from '../expecting/expected-stream.builder.ts';
import { createReader, textOf } from '../reading/read-as-api-gateway.ts';
import { buildRefusalRow } from '../reading/refusal-row.builder.ts';
import { AnsweringServers } from '../sweeping/answering-servers.ts';
import { type Engine, useEngine } from '../table/engine.ts';
import { buildEvent } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';
import { measureRequests } from './request-costs.ts';

const LIVE_STREAMS = Number(process.env.LIVE_STREAMS ?? 1_000);
/** The most that a refresh of the first screen costs in the mean. */
const MAX = { units: 60, bytes: 15_000 };

const engines = { one: useEngine(), many: useEngine(), outage: useEngine() };
const APP = 'LiveApp';
const now = Date.now();
const names = ['Front door', 'Harbour', 'Main stage', 'Kapı önü', 'Café Zürich', 'Tower, north side', '東京'];

/** What there is in a table. */
interface Amounts {
  readonly live: number;
  /** Each so-many-th of the streams has had an error; of the live ones each so-many-th is stale. */
  readonly failingEach: number;
  readonly staleEach: number;
  readonly ended: number;
  readonly presumedEnded: number;
  readonly refusals: number;
  readonly expected: number;
}

const idOf = (n: number): string => `stream-${(n * 7_919).toString(36)}`;

/** Builds the rows of a stream that is live or was: its state, and its error. No two states are alike. */
function buildRows(n: number, { live, ended, failingEach, staleEach }: Amounts): Item[] {
  const id = idOf(n);
  const startedAt = now - 240_000 - n * 977;
  const isStale = n < live && n % staleEach === staleEach - 1;
  const heartbeatAt = now - (n % 4_000) - (isStale ? 200_000 : 0);
  const error = { action: 'endpointFailed', timestamp: now - 230_000 - n, metadata: { 'rtmp-url': 'rtmp://a.example.com/live/key' } }; // biome-ignore format: a hook
  const hooks = [
    { action: 'liveStreamStarted', timestamp: startedAt, streamName: `${names[n % names.length]} ${n}` },
    { action: 'liveStreamStatus', timestamp: heartbeatAt, ...buildHealth(n) },
    ...(n % failingEach === 0 ? [error] : []),
    ...(n >= live && n < live + ended ? [{ action: 'liveStreamEnded', timestamp: now - (n % 3_000_000) }] : []),
  ];
  const events = hooks.map((hook) => buildEvent({ id, ...hook }, APP, now));
  const presumed = presumedEndEvent({ app: APP, id, at: heartbeatAt, cause: 'silence', receivedAt: now });
  const all = n >= live + ended ? [...events, presumed] : events;
  const state = all.reduce<State>((folded, event) => fold(folded, event), emptyState);
  const errors = events.filter(({ action }) => action === error.action).map((event) => toEventRow(event, 30, true));
  return [toStateRow(APP, id, { state, version: 1, heartbeatReceivedAt: heartbeatAt }), ...errors];
}

function buildHealth(n: number) {
  return {
    width: n % 3 === 0 ? 1920 : 1280,
    height: n % 3 === 0 ? 1080 : 720,
    speed: 0.9 + ((n * 31) % 200) / 1_000,
    totalByteReceived: 10_000_000 + ((n * 104_729) % 90_000_000),
    inputQueueSize: n % 3,
    encodingQueueSize: n % 5,
    dropFrameCountInEncoding: n % 7 === 0 ? n % 100 : 0,
    dropPacketCountInIngestion: n % 11 === 0 ? n % 50 : 0,
  };
}

/** Fills an account, and counts its streams. */
async function fill({ client, streams }: Engine, amounts: Amounts): Promise<void> {
  const { live, ended, presumedEnded, refusals, expected } = amounts;
  const rows = Array.from({ length: live + ended + presumedEnded }, (_, n) => buildRows(n, amounts)).flat();
  const minute = now - (now % 60_000);
  const toRefusal = (_: unknown, n: number) => buildRefusalRow({ id: `studio-${n}`, at: minute - n * 60_000, count: n + 1 }); // biome-ignore format: one line
  await putAll(client, [{ ...appKey(APP), app: { S: APP } }, ...rows, ...Array.from({ length: refusals }, toRefusal)]);
  const ids = Array.from({ length: expected }, (_, n) => idOf(n));
  await plantExpected(streams, ...ids.map((id) => buildExpected({ id, grace: 60, addedAt: now - 3_600_000 })));
  const policy = { presumeEndedMs: 0, sweepMs: 60_000 };
  const deps = { historyDays: 30, byDay: true, policy, countDeferred: async () => 0 };
  await sweep({ ...deps, streams, mediaServers: new AnsweringServers() }, now);
}

/** Measures the requests of an account's board, each once: the rows do not change. */
async function createMeter(account: Engine) {
  const ask = await createReader(account, now);
  await ask('/streams?app=none'); // the token is cached from now on
  const measured = new Map<string, { body: unknown; units: number; bytes: number }>();
  const measure = async (request: AnyRequest) => {
    const key = requestKey(request);
    let answer = { text: '', bytes: 0 };
    const { readUnits } = await measureRequests(account.client, async () => {
      const response = await ask(key, 'gzip'); // without TLS browsers accept no more
      expect(response.statusCode).toBe(200);
      const bytes = Buffer.from(response.body ?? '', response.isBase64Encoded ? 'base64' : 'utf8').length;
      answer = { text: textOf(response), bytes };
    });
    measured.set(key, { body: JSON.parse(answer.text), units: readUnits, bytes: answer.bytes });
  };
  return { measured, measure };
}

/** The pause between two sweeps. */
const SWEEP_MS = 60_000;
/** A period in which each answer is read again at least once. */
const ROUNDS = 120;

/**
 * Measures what a refresh of the first screen costs in the mean: read units, and bytes of bodies that are all sent anew. The
 * first screen itself, which reads everything, is counted apart.
 */
async function measureRefreshes(account: Engine) {
  const { measured, measure } = await createMeter(account);
  const readAt = new Map<string, number>();
  let now = 0;
  /** As the cache of the page; the receiver counts its streams every minute, and finds the same. */
  const answerOf: AnswerOf = ({ path, query }) => {
    const key = requestKey({ path, query });
    const body = measured.get(key)?.body;
    if (body === undefined) return undefined;
    const counted = { ...(body as object), at: new Date(Math.floor(now / SWEEP_MS) * SWEEP_MS).toISOString() };
    return { body: path === '/counts' ? counted : body, date: readAt.get(key) ?? 0 } as never; // of this request
  };
  const units = new Map<string, number>();
  let bytes = 0;
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const at = SWEEP_MS + round * REFRESH_MS;
    now = at;
    const due = additionsOf(home, answerOf)
      .filter(({ request, maxAgeMs }) => at - (readAt.get(requestKey(request)) ?? Number.NEGATIVE_INFINITY) >= maxAgeMs)
      .map(({ request }) => request);
    for (const request of [mainRequest(home), ...due]) {
      const key = requestKey(request);
      readAt.set(key, at);
      if (!measured.has(key)) await measure(request);
      if (round < ROUNDS) continue;
      units.set(key, (units.get(key) ?? 0) + (measured.get(key)?.units ?? 0) / ROUNDS);
      bytes += (measured.get(key)?.bytes ?? 0) / ROUNDS;
    }
  }
  return { units, bytes, measured };
}

const total = (units: ReadonlyMap<string, number>): number => [...units.values()].reduce((a, b) => a + b, 0);

describe.each([
  {
    what: 'one live stream',
    name: 'one',
    amounts: { live: 1, failingEach: 9, staleEach: 9, ended: 0, presumedEnded: 0, refusals: 0, expected: 1 },
  },
  {
    what: `${LIVE_STREAMS} live streams`,
    name: 'many',
    amounts: {
      live: LIVE_STREAMS,
      failingEach: 9,
      staleEach: 100,
      ended: 100,
      presumedEnded: 20,
      refusals: 150,
      expected: 20,
    },
  },
  {
    what: `${LIVE_STREAMS} live streams, of which many are expected, and many missing, stale or failing`,
    name: 'outage',
    amounts: {
      live: LIVE_STREAMS,
      failingEach: 2,
      staleEach: 2,
      ended: 100,
      presumedEnded: 50,
      refusals: 150,
      expected: 0.9 * LIVE_STREAMS,
    },
  },
] as const)('with $what', ({ name, amounts }) => {
  beforeAll(() => fill(engines[name](), amounts), 600_000);

  test(`a refresh of the board's first screen costs at most ${MAX.units} read units and ${MAX.bytes} bytes`, async () => {
    const { units, bytes, measured } = await measureRefreshes(engines[name]());
    const each = [...units].map(([key, mean]) => `${key}: ${mean.toFixed(1)} (${measured.get(key)?.units} units, ${measured.get(key)?.bytes} bytes)`); // biome-ignore format: a line
    console.log(`${total(units).toFixed(1)} units, ${Math.round(bytes)} bytes\n${each.join('\n')}`);
    expect(units.has('/counts?exclusive=true')).toBe(true);
    expect(total(units)).toBeLessThanOrEqual(MAX.units);
    expect(bytes).toBeLessThanOrEqual(MAX.bytes);
  });
});
