import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { allApps } from '../../lambda/reading/apps.ts';
import { rowsQuery } from '../../lambda/table/queries.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import {
  appKey,
  hostPartition,
  hostsPartition,
  quarantinePartition,
  streamPartition,
} from '../../lambda/table/row-keys.ts';
import type { Item } from '../../lambda/table/table.ts';
import { measureRequests } from '../dynamodb/request-costs.ts';
import { useEngine } from './engine.ts';
import { buildHook, NOW, RECEIVED_AT } from './event.builder.ts';

const engine = useEngine();

/** Reads all rows of a partition, sorted by their sort keys. */
async function rowsOf(partition: string): Promise<Item[]> {
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: partition } } };
  return (await engine().streams.query(query)).items;
}

/** The class of each row, the beginning of its sort key; until when it is stored; until when it is listed. */
const lifetimes = (rows: Item[]) =>
  rows.map(({ sk, expiresAt, listedUntil }) => [sk?.S?.split('#')[0], expiresAt, listedUntil]);

test('the history expires after its days, rounded up to seconds, what sessions are made of 25 hours later than it is listed, a health sample after 25 hours; states and recordings never', async () => {
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: true, healthHistory: true, byDay: true });
  const fieldsOf = (action: string, fields: object = {}) => ({ action, id: 'cam', timestamp: NOW, ...fields });
  for (const hook of [
    fieldsOf('liveStreamStarted'),
    fieldsOf('liveStreamStatus'),
    fieldsOf('vodReady', { vodId: 'v1' }),
    fieldsOf('subtrackAddedInTheMainTrack', { id: 'p1', mainTrackId: 'cam' }),
    fieldsOf('unheardOf'),
    { action: 'highResourceUsage', host: 'media-1', timestamp: NOW },
    { action: 'liveStreamStarted' },
  ]) {
    await recorder.record(engine().streams, buildHook(hook));
  }
  const end = { app: 'LiveApp', id: 'cam', at: NOW, cause: 'silence', receivedAt: RECEIVED_AT } as const;
  await recordPresumedEnd(engine().streams, end, 30, true);

  const until = { N: String((RECEIVED_AT + 30 * 86_400_000) / 1000) };
  const untilNextDay = { N: String((RECEIVED_AT + 30 * 86_400_000 + 25 * 3_600_000) / 1000) };
  expect(lifetimes(await rowsOf(streamPartition('LiveApp', 'cam')))).toEqual([
    ['health', { N: String(RECEIVED_AT / 1000 + 25 * 3_600) }, undefined],
    ['lifecycle', untilNextDay, until],
    ['other', until, undefined],
    ['other', until, undefined],
    ['presumed', untilNextDay, until],
    ['recording', undefined, until],
    ['state', undefined, undefined],
    ['track', until, undefined],
  ]);
  expect(lifetimes(await rowsOf(hostPartition('LiveApp', 'media-1')))).toEqual([['event', until, undefined]]);
  expect(lifetimes(await rowsOf(hostsPartition('LiveApp')))).toEqual([['host', until, undefined]]);
  expect(lifetimes(await rowsOf(quarantinePartition('LiveApp')))).toEqual([['event', until, undefined]]);
});

describe('an app is listed', () => {
  test.each([
    { historyDays: 30, days: 400 },
    { historyDays: 800, days: 800 },
  ])('for $days days after its last use with a history of $historyDays', async ({ historyDays, days }) => {
    const app = `kept-${historyDays}`;
    const before = Date.now();
    const recorder = new Recorder({ historyDays, keepHeartbeats: false, healthHistory: false, byDay: true });
    await recorder.record(engine().streams, buildHook({ action: 'playStarted', id: 'cam', timestamp: NOW }, app));
    const row = await engine().streams.get(appKey(app));
    const usedAt = Number(row?.expiresAt?.N) * 1_000 - days * 86_400_000;
    expect(usedAt).toBeGreaterThanOrEqual(before);
    expect(usedAt).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  test('again by each process once a day, in the same round trip as its hook', async () => {
    vi.useFakeTimers({ toFake: ['hrtime'] });
    onTestFinished(() => void vi.useRealTimers());
    const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
    let ms = 0;
    const ask = async () => {
      const hook = buildHook({ action: 'highResourceUsage', host: 'media-1', timestamp: NOW + ms++ }, 'daily');
      const { units, roundTrips } = await measureRequests(engine().client, () =>
        recorder.record(engine().streams, hook),
      );
      return { commands: units.length, roundTrips };
    };
    expect(await ask()).toEqual({ commands: 3, roundTrips: 1 });
    vi.advanceTimersByTime(86_399_000);
    expect(await ask()).toEqual({ commands: 2, roundTrips: 1 });
    vi.advanceTimersByTime(1_000);
    expect(await ask()).toEqual({ commands: 3, roundTrips: 1 });
    expect(await ask()).toEqual({ commands: 2, roundTrips: 1 });
  });

  test('no longer although its row still exists; one that 0.2.0 listed has no expiry before its next use', async () => {
    const apps = async (now: number) => (await allApps(engine().streams, now)('', '')).names;
    const day = 86_400_000;
    await engine().streams.put({ ...appKey('of-0.2.0'), app: { S: 'of-0.2.0' } }); // without an expiry
    const now = Date.now();
    expect(await apps(now + 399 * day)).toEqual(expect.arrayContaining(['kept-30', 'of-0.2.0']));
    expect(await apps(now + 401 * day)).not.toContain('kept-30');
    expect(await apps(now + 401 * day)).toContain('of-0.2.0');
  });
});

test('a class of rows is read without the others', async () => {
  const query = rowsQuery(streamPartition('LiveApp', 'cam'), 'recording');
  expect(lifetimes((await engine().streams.query(query)).items).map(([rowClass]) => rowClass)).toEqual(['recording']);
});
