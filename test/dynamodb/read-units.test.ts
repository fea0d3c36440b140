import { beforeAll, describe, expect, test } from 'vitest';
import { fillTable, generateEndedStreams, generateHistory, generateStreams } from '../../bench/scale-tables.ts';
import { sweep } from '../../lambda/sweeping/sweep.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { createReader } from '../reading/read-as-api-gateway.ts';
import { AnsweringServers } from '../sweeping/answering-servers.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, NOW } from '../table/event.builder.ts';
import { measureRequests } from './request-costs.ts';

const [small, large] = [useEngine(), useEngine()];

/** The sizes of the large table: with READ_SCALE=full those that the docs name, which take minutes to write. */
const sizes =
  process.env.READ_SCALE === 'full'
    ? { live: 10_000, ended: 100_000, history: 800_000 }
    : { live: 700, ended: 700, history: 2_000 };

const APP = 'LiveApp';
const ofStream = `app=${APP}&id=cam-1`;

/** One live stream with something in each of its lists. */
async function recordStream({ streams }: ReturnType<typeof small>): Promise<void> {
  const recorder = new Recorder({ historyDays: 62, keepHeartbeats: false, healthHistory: true, byDay: true });
  const hooks = [
    { action: 'liveStreamStarted', seconds: -300 },
    { action: 'liveStreamEnded', seconds: -200 },
    { action: 'vodReady', seconds: -190, vodId: 'v1' },
    { action: 'liveStreamStarted', seconds: -100, metadata: { owner: 'a/b' } },
    { action: 'endpointFailed', seconds: -50 },
    { action: 'liveStreamStatus', seconds: -5, speed: 1 },
  ];
  for (const { seconds, ...fields } of hooks)
    await recorder.record(streams, buildEvent({ id: 'cam-1', timestamp: NOW + seconds * 1_000, ...fields }, APP, NOW));
}

beforeAll(async () => {
  for (const account of [small, large]) await recordStream(account());
  const { client } = large();
  await fillTable(client, generateStreams(sizes.live, NOW));
  await fillTable(client, generateEndedStreams(sizes.ended, 62, NOW));
  await fillTable(client, generateHistory('cam-1', 62, sizes.history, NOW));
  const countDeferred = async () => 0;
  const policy = { presumeEndedMs: 0, sweepMs: 60_000 };
  const deps = { historyDays: 62, byDay: true, policy, countDeferred, mediaServers: new AnsweringServers() };
  for (const account of [small, large]) await sweep({ ...deps, streams: account().streams }, NOW); // it counts
}, 3_600_000);

async function costOf(account: typeof small, path: string) {
  const ask = await createReader(account(), NOW);
  await ask('/streams?app=none'); // caches the token
  return measureRequests(account().client, async () => {
    expect(await ask(path)).toMatchObject({ statusCode: 200 });
  });
}

/** The most that a page may take, whatever the size of the table; `isFlat`: as much in both tables, but for longer names. */
const pages: readonly { path: string; requests: number; units: number; isFlat?: boolean }[] = [
  { path: '/streams?limit=1', requests: 9, units: 3, isFlat: true },
  { path: '/streams?limit=100', requests: 9, units: 55 },
  { path: '/streams?status=ended&limit=1', requests: 3, units: 1.5, isFlat: true },
  { path: '/streams?status=failing', requests: 7, units: 3, isFlat: true },
  { path: '/streams?status=stale', requests: 20, units: 265 },
  { path: '/streams?status=stale,failing', requests: 20, units: 265 },
  { path: '/streams?q=cam-1', requests: 19, units: 20 }, // a whole id
  { path: '/streams?q=nothing', requests: 22, units: 265 }, // 500 states
  { path: '/streams?room=none', requests: 20, units: 265 },
  { path: `/stream?${ofStream}`, requests: 12, units: 120 },
  { path: `/stream/events?${ofStream}&limit=1`, requests: 6, units: 6, isFlat: true },
  { path: `/stream/events?${ofStream}&action=vodReady`, requests: 2, units: 2, isFlat: true },
  { path: `/stream/sessions?${ofStream}`, requests: 4, units: 40 },
  { path: `/stream/recordings?${ofStream}`, requests: 3, units: 2, isFlat: true },
  { path: '/events?limit=1', requests: 9, units: 3.5, isFlat: true },
  { path: '/events', requests: 14, units: 60 },
  { path: '/events?action=vodReady', requests: 7, units: 2.5, isFlat: true },
  { path: '/sessions?limit=1', requests: 7, units: 4, isFlat: true },
  { path: '/sessions', requests: 160, units: 250 },
  { path: '/recordings', requests: 7, units: 2.5, isFlat: true },
  { path: '/counts', requests: 1, units: 2, isFlat: true },
  { path: '/counts?exclusive=true', requests: 1, units: 2, isFlat: true },
  { path: '/expected', requests: 1, units: 1, isFlat: true },
  { path: '/servers', requests: 2, units: 1, isFlat: true },
  { path: '/refusals', requests: 2, units: 1, isFlat: true },
  { path: '/quarantine', requests: 2, units: 1, isFlat: true },
];

describe(`a page costs no more with ${sizes.live} live streams, ${sizes.ended} ended ones and a long history`, () => {
  test.each(pages)('than $requests requests and $units units: $path', async ({ path, requests, units, isFlat }) => {
    const [few, many] = [await costOf(small, path), await costOf(large, path)];
    for (const cost of [few, many]) {
      expect(cost.units.length).toBeLessThanOrEqual(requests);
      expect(cost.readUnits).toBeLessThanOrEqual(units);
    }
    if (isFlat) expect(many.readUnits).toBeLessThanOrEqual(few.readUnits + 1); // an index is read where it was empty
  });
});
