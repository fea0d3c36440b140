import { expect, test } from 'vitest';
import { emptyState, fold, type State } from '../../lambda/stream/state.ts';
import { sweep } from '../../lambda/sweeping/sweep.ts';
import { appKey } from '../../lambda/table/row-keys.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import { writeSummary } from '../../lambda/table/sweep-memory.ts';
import type { Item } from '../../lambda/table/table.ts';
import { createReader, jsonOf } from '../reading/read-as-api-gateway.ts';
import { AnsweringServers } from '../sweeping/answering-servers.ts';
import { emptyTable } from '../sweeping/empty-table.ts';
import { type Engine, useEngine } from '../table/engine.ts';
import { buildEvent, NOW } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';
import { measureRequests, sum } from './request-costs.ts';

/** 10 000 by hand: writing them takes DynamoDB Local longer than the gate should. */
const MANY_STREAMS = Number(process.env.LIVE_STREAMS ?? 1_000);

const engine = useEngine();

/** A stream with a usual description that is live and has heartbeats. */
function buildLiveItem(app: string, n: number): Item {
  const id = `stream-${(n * 7_919).toString(36)}`;
  const hooks = [
    { action: 'liveStreamStarted', timestamp: NOW - 600_000 - n, streamName: `Front door ${n}`, category: 'security' },
    { action: 'liveStreamStatus', timestamp: NOW - (n % 5_000), width: 1280, height: 720, speed: 1.003, totalByteReceived: 48_213_877 },
  ]; // biome-ignore format: two rows
  const state = hooks.reduce<State>(
    (folded, hook) =>
      fold(folded, buildEvent({ id, ...hook, metadata: { owner: 'a/b', note: 'x'.repeat(175) } }, app, NOW)),
    emptyState,
  );
  return toStateRow(app, id, { state, version: 1, heartbeatReceivedAt: NOW - (n % 5_000) });
}

/** Fills the table with live streams in some apps; there are as many more apps without a stream. */
async function fill({ client }: Engine, streams: number, apps: number): Promise<void> {
  await emptyTable(client);
  const names = Array.from({ length: apps }, (_, n) => `App${n}`);
  const appItems = names.map((app) => ({ ...appKey(app), app: { S: app } }));
  const states = Array.from({ length: streams }, (_, n) => buildLiveItem(names[n % apps] ?? '', n));
  await putAll(client, [...appItems, ...states]);
}

/** Sweeps twice, and measures the second one. */
async function measureSweep() {
  const deps = {
    streams: engine().streams,
    historyDays: 30,
    byDay: true,
    policy: { presumeEndedMs: 300_000, sweepMs: 60_000 },
    countDeferred: async () => 0,
    mediaServers: new AnsweringServers(),
  };
  await sweep(deps, NOW);
  let live = 0;
  const began = performance.now();
  const { readUnits, units } = await measureRequests(engine().client, async () => {
    live = (await sweep(deps, NOW + 30_000)).live;
  });
  const requests = units.length;
  return {
    live,
    requests,
    readUnits,
    writeUnits: sum(units) - readUnits,
    seconds: (performance.now() - began) / 1_000,
  };
}

test('an idle sweep of three apps sends 15 queries, 1 read and 1 write, each of the smallest size', async () => {
  await fill(engine(), 0, 3);
  const { readUnits, writeUnits, requests } = await measureSweep();
  expect({ readUnits, writeUnits, requests }).toEqual({ readUnits: 1.5, writeUnits: 1, requests: 17 }); // AWS counts 0.5 for a query without rows, DynamoDB Local 0
});

test('a sweep of 10 live streams costs 7 read units for 9 requests, and 1 write unit', async () => {
  await fill(engine(), 10, 1);
  const { live, readUnits, writeUnits, requests } = await measureSweep();
  expect({ live, readUnits, writeUnits, requests }).toEqual({ live: 10, readUnits: 7, writeUnits: 1, requests: 10 });
});

test(`a sweep of ${MANY_STREAMS} live streams costs at most 0.52 read units a stream`, async () => {
  await fill(engine(), MANY_STREAMS, 1);
  const { seconds, ...units } = await measureSweep();
  console.log(`${JSON.stringify(units)}, ${seconds.toFixed(1)} s`);
  expect(units.live).toBe(MANY_STREAMS);
  expect(units.readUnits).toBeLessThanOrEqual(0.52 * MANY_STREAMS);
}, 600_000);

test(`the counts of ${MANY_STREAMS} live streams, and of many errors and ends, cost at most 2 read units`, async () => {
  const counts = { live: MANY_STREAMS, stale: 10, missing: 2, presumedEnded: 7, failing: 5_000, endedLastHour: 9_999 };
  const summary = {
    at: NOW,
    watchedSince: 0,
    waitingSince: null,
    askCursor: null,
    apps: [{ app: 'LiveApp', ...counts, exclusive: { live: MANY_STREAMS - 12, stale: 8, failing: 4_990 } }],
  };
  await writeSummary(engine().streams, summary);
  const ask = await createReader(engine(), NOW);
  const { units } = await measureRequests(engine().client, async () => {
    expect(jsonOf(await ask('/counts'))).toMatchObject({ counts: [{ app: 'LiveApp', ...counts }] });
  });
  expect(sum(units)).toBeLessThanOrEqual(2);
});
