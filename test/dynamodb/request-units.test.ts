import { describe, expect, test } from 'vitest';
import { fixedApps } from '../../lambda/reading/apps.ts';
import { listStreams } from '../../lambda/reading/stream-list.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { createReader } from '../reading/read-as-api-gateway.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { measureRequests, sum } from './request-costs.ts';

// Only DynamoDB Local counts the writes of an index.
const engine = useEngine();
const retention = { historyDays: 30, keepHeartbeats: false };
const recorders = {
  with: new Recorder({ ...retention, healthHistory: true, byDay: true }),
  without: new Recorder({ ...retention, healthHistory: false, byDay: true }),
  unlisted: new Recorder({ ...retention, healthHistory: true, byDay: false }),
};
type RecorderName = keyof typeof recorders;

/** Returns the cost of each command in request units, in ascending order. */
const measureCost = async (work: () => Promise<unknown>) => (await measureRequests(engine().client, work)).units;

const record = (id: string, action: string, seconds: number, fields: object = {}, recorder: RecorderName = 'with') =>
  recorders[recorder].record(
    engine().streams,
    buildEvent({ action, id, timestamp: NOW + seconds * 1000, ...fields }, 'LiveApp', NOW + seconds * 1000),
  );

/** Adds the app to the list of apps, which each process does once. */
const listApp = (recorder: RecorderName) => record('other', 'playStarted', 0, {}, recorder);

describe.each([
  { what: 'with the health of the last hour', recorder: 'with', listed: 2 },
  { what: 'without the health of the last hour', recorder: 'without', listed: 2 },
  { what: 'without the index by day', recorder: 'unlisted', listed: 1 },
] as const)('a hook in order costs, $what,', ({ recorder, listed }) => {
  test(`${listed} for a row of the index by day, 2 for an error, 1 for other rows; 2 for a new state, 3 for a change of status, 1 for any other change`, async () => {
    await listApp(recorder);
    const cost = (action: string, seconds: number, fields?: object) =>
      measureCost(() => record(`cam-${recorder}`, action, seconds, fields, recorder));
    const units = (row: number, state: number) => [row, state].sort((a, b) => a - b);
    expect(await cost('liveStreamStarted', 0)).toEqual(units(listed, 2));
    await cost('liveStreamStatus', 1);
    expect(await cost('liveStreamStatus', 5, { streamName: 'Front door', width: 1280 })).toEqual([1]);
    expect(await cost('vodReady', 10, { vodId: 'v1' })).toEqual(units(listed, 1));
    expect(await cost('endpointFailed', 11, { metadata: { 'rtmp-url': 'rtmp://a/b/c' } })).toEqual(units(2, 1));
    expect(await cost('playStarted', 12)).toEqual(units(1, 1));
    expect(await cost('liveStreamEnded', 20)).toEqual(units(listed, 3));
    expect(await cost('liveStreamStarted', 30)).toEqual(units(listed, 3));
  });

  test('in the mean of starts, ends and recordings, 2.33 for the state and the cost of the row', async () => {
    await listApp(recorder);
    const id = `equal-${recorder}`;
    await record(id, 'liveStreamStarted', -10, {}, recorder);
    await record(id, 'liveStreamEnded', -5, {}, recorder);
    const units = await measureCost(async () => {
      await record(id, 'liveStreamStarted', 0, usualFields, recorder);
      await record(id, 'liveStreamEnded', 20, usualFields, recorder);
      await record(id, 'vodReady', 21, { vodId: 'v1', vodName: 'v1.mp4', duration: 20_000 }, recorder);
    });
    expect(sum(units) / 3).toBeCloseTo(listed + 7 / 3);
  });

  test('3 more for a late start: a write that is refused, state and mark, and 2 read units', async () => {
    await listApp(recorder);
    const id = `late-${recorder}`;
    for (const [action, seconds] of [
      ['liveStreamStarted', 0],
      ['liveStreamEnded', 5],
      ['liveStreamStarted', 10],
    ] as const)
      await record(id, action, seconds, usualFields, recorder);
    const { units, readUnits, refusedWrites } = await measureRequests(engine().client, () =>
      record(id, 'liveStreamStarted', 9, usualFields, recorder),
    );
    expect([sum(units) - readUnits + refusedWrites, readUnits]).toEqual([listed + 3, 2]);
  });

  test('1 more where it ends a session longer than a day: its row keeps the start', async () => {
    await listApp(recorder);
    const id = `long-${recorder}`;
    await record(id, 'liveStreamStarted', 0, {}, recorder);
    const { units, roundTrips } = await measureRequests(engine().client, () =>
      record(id, 'liveStreamEnded', 86_401, {}, recorder),
    );
    expect([units, roundTrips]).toEqual([[1, listed, 3], 2]);
  });
});

test('a hook in order takes one round trip, and one out of order takes more', async () => {
  await listApp('with');
  const roundTrips = async (action: string, seconds: number, fields?: object) =>
    (await measureRequests(engine().client, () => record('trips', action, seconds, fields))).roundTrips;
  expect(await roundTrips('liveStreamStarted', 0, usualFields)).toBe(1);
  await record('trips', 'liveStreamStatus', 1, usualFields);
  expect(await roundTrips('liveStreamStatus', 5, usualFields)).toBe(1);
  expect(await roundTrips('vodReady', 10, { vodId: 'v1' })).toBe(1);
  expect(await roundTrips('liveStreamEnded', 20, usualFields)).toBe(1);
  expect(await roundTrips('liveStreamEnded', 19, usualFields)).toBeGreaterThan(1);
});

test('1 more, in the same round trip, for the first hook of a token in an hour', async () => {
  await listApp('with');
  const cost = async (minute: number, recorder: Recorder = recorders.with) => {
    const at = NOW + minute * 60_000;
    const hook = buildEvent({ action: 'playStarted', id: 'noted', timestamp: at }, 'LiveApp', at);
    return await measureRequests(engine().client, () => recorder.record(engine().streams, hook, 'hash'));
  };
  await record('noted', 'liveStreamStarted', -7_200);
  await record('noted', 'playStarted', -7_100);
  expect(await cost(0)).toMatchObject({ units: [1, 1, 1], roundTrips: 1 });
  expect(await cost(59)).toMatchObject({ units: [1, 1], roundTrips: 1 });
  expect(await cost(60)).toMatchObject({ units: [1, 1, 1], roundTrips: 1 });
  const replayer = new Recorder({ ...retention, healthHistory: true, byDay: true });
  await replayer.record(engine().streams, buildEvent({ action: 'playStarted', id: 'other', timestamp: NOW }));
  expect(await cost(61, replayer)).toMatchObject({ units: [1, 1], refusedWrites: 1, roundTrips: 1 });
});

test('a presumed end costs 2 for its row and what a change of status costs; the heartbeat that contradicts it marks the row', async () => {
  await listApp('with');
  await record('silent', 'liveStreamStarted', 0);
  await record('silent', 'liveStreamStatus', 60);
  const end = { app: 'LiveApp', id: 'silent', at: NOW + 60_000, cause: 'silence', receivedAt: NOW + 360_000 } as const;
  const presume = () => recordPresumedEnd(engine().streams, end, 30, true);
  const [row, read] = [2, 1];
  expect(await measureCost(presume)).toEqual([read, row, 3]);
  const refused = await measureRequests(engine().client, presume);
  expect([refused.refusedWrites, refused.units]).toEqual([1, [read]]);
  const [mark, sample] = [1, 1];
  expect(await measureCost(() => record('silent', 'liveStreamStatus', 400))).toEqual([read, mark, sample, 3]);
  expect(await measureCost(() => record('silent', 'liveStreamStatus', 405))).toEqual([1]);
});

test('a heartbeat of a stream that is inferred to be live marks a presumed end once', async () => {
  await listApp('with');
  await record('inferred', 'liveStreamStatus', 0);
  const end = { app: 'LiveApp', id: 'inferred', at: NOW, cause: 'silence', receivedAt: NOW + 300_000 } as const;
  await recordPresumedEnd(engine().streams, end, 30, true);
  const commandsOf = async (seconds: number) =>
    (await measureCost(() => record('inferred', 'liveStreamStatus', seconds))).length;
  const [readAndWrite, mark, sample] = [2, 1, 1];
  expect(await commandsOf(400)).toBe(readAndWrite + mark + sample);
  expect(await commandsOf(405)).toBe(readAndWrite);
});

test('an error of a stream that is presumed to have ended costs as much as of any other', async () => {
  await listApp('with');
  await record('erring', 'liveStreamStarted', 0);
  const end = { app: 'LiveApp', id: 'erring', at: NOW, cause: 'mediaServer', receivedAt: NOW } as const;
  await recordPresumedEnd(engine().streams, end, 30, true);
  expect(await measureCost(() => record('erring', 'encoderNotOpenedError', 5))).toEqual([1, 2]);
});

test("one stream's answer reads its state, and once the lists that it has", async () => {
  const ask = await createReader(engine(), RECEIVED_AT);
  await record('asked', 'liveStreamStarted', 0);
  await ask('/stream?app=LiveApp&id=asked');
  const { units, roundTrips } = await measureRequests(engine().client, async () => {
    expect(await ask('/stream?app=LiveApp&id=asked')).toMatchObject({ statusCode: 200 });
  });
  expect(sum(units)).toBeLessThanOrEqual(12);
  expect([units.length, roundTrips]).toEqual([11, 1]);
});

/** A typical description: with health and two sessions, the state still costs one unit. */
const usualFields = {
  streamName: 'Front door',
  category: 'security',
  metadata: { owner: 'a/b', note: 'x'.repeat(175) },
};

describe('a heartbeat every 5 s costs', () => {
  test.each([
    { recording: 'with', minute: 13 },
    { recording: 'without', minute: 12 },
  ] as const)('$minute a minute $recording the health of the last hour', async ({ recording, minute }) => {
    await listApp(recording);
    const measured = { streamName: 'Front door', width: 1280, height: 720, speed: 1.003, inputQueueSize: 0 };
    await record(`beating-${recording}`, 'liveStreamStarted', 0, usualFields, recording);
    for (const begins of [0, 60, 120]) {
      const units = await measureCost(async () => {
        for (let n = 0; n < 12; n++) {
          await record(`beating-${recording}`, 'liveStreamStatus', begins + n * 5 + 1, measured, recording);
        }
      });
      expect(sum(units)).toBe(minute);
    }
  });
});

describe('a list of live streams costs', () => {
  test('the same however many streams have ended', async () => {
    const live = { apps: fixedApps('LiveApp'), statuses: ['live'], limit: 10, before: undefined } as const;
    const list = () => measureCost(() => listStreams(engine().streams, live, RECEIVED_AT));
    await record('on', 'liveStreamStarted', 40);
    const before = await list();
    for (let n = 0; n < 50; n++) await record(`off-${n}`, 'liveStreamEnded', n);
    expect(await list()).toEqual(before);
  });
});
