import { describe, expect, test } from 'vitest';
import { readCoverage } from '../../lambda/table/coverage.ts';
import { sweepSummaryKey } from '../../lambda/table/row-keys.ts';
import type { AppCounts } from '../../lambda/table/rows/sweep-rows.ts';
import { writeSummary } from '../../lambda/table/sweep-memory.ts';
import { buildExpected, plantExpected } from '../expecting/expected-stream.builder.ts';
import { emptyTable } from '../sweeping/empty-table.ts';
import { clock, useSweepScene } from '../sweeping/sweep-scene.ts';
import { useEngine } from '../table/engine.ts';
import { createReader, jsonOf } from './read-as-api-gateway.ts';

const engine = useEngine();
const scene = useSweepScene(engine);

const iso = (seconds: number) => new Date(clock(seconds)).toISOString();

/** Writes what an older release leaves of its sweep: the counts that it knows. */
async function putOlderSummary(counts: object): Promise<void> {
  const row = { at: { N: String(clock(0)) }, watchedSince: { N: '0' }, parts: { N: '0' } };
  await scene().table.put({ ...sweepSummaryKey(), ...row, apps: { S: JSON.stringify([counts]) } });
}

/** Reads the counts with a token for an app. */
async function read(query = '', app = '*') {
  const request = await createReader(engine(), clock(10_000), app);
  const response = await request(`/counts${query}`);
  return { status: response.statusCode, ...jsonOf(response) };
}

describe('the counts', () => {
  test('are none before the first sweep', async () => {
    expect(await read()).toEqual({ status: 200, counts: [], at: null });
  });

  test('are those of the last sweep, of every app', async () => {
    await scene().beats('silent', 0, 60, 'A');
    await scene().beats('stale', 0, 250, 'A');
    await scene().beats('live', 0, 400, 'A');
    await scene().hook('started', 'live', 0, { app: 'B' });
    await scene().hook('ended', 'over', 0, { app: 'C' });
    await scene().sweepUntil(400);
    const none = { live: 0, stale: 0, missing: 0, presumedEnded: 0, failing: 0, endedLastHour: 0 };
    const [a, b, c] = [
      { ...none, app: 'A', live: 2, stale: 1, presumedEnded: 1 },
      { ...none, app: 'B', live: 1 },
      { ...none, app: 'C', endedLastHour: 1 },
    ];
    expect(await read()).toEqual({ status: 200, counts: [a, b, c], at: iso(400) });
    expect(await read('?app=B')).toEqual({ status: 200, counts: [b], at: iso(400) });
    expect(await read('?app=D')).toEqual({ status: 200, counts: [], at: null });
  });

  test('have the ends that were presumed in the last hour', async () => {
    await scene().beats('cam', 0, 60);
    await scene().sweepUntil(3_660);
    expect((await read()).counts).toMatchObject([{ presumedEnded: 1 }]);
    await scene().sweep(3_661);
    expect((await read()).counts).toMatchObject([{ presumedEnded: 0 }]);
  });

  test('have the streams with an error in the last hour by its clock, each once, and those that have ended in it', async () => {
    const midnight = 86_400 - (Math.floor(clock(0) / 1_000) % 86_400); // an hour may be of two days
    const error = (id: string, seconds: number) =>
      scene().anyHook({ action: 'encoderNotOpenedError', id, timestamp: clock(seconds) }, seconds);
    for (const [id, seconds] of [['a', -1], ['a', 0], ['a', 10], ['b', 20], ['old', -3_000]] as const) await error(id, midnight + seconds); // biome-ignore format: one line
    await scene().hook('ended', 'b', midnight + 30);
    await scene().sweep(midnight + 600);
    expect((await read()).counts).toMatchObject([{ failing: 3, endedLastHour: 1 }]);
    await scene().sweep(midnight + 601);
    expect((await read()).counts).toMatchObject([{ failing: 2, endedLastHour: 1 }]);
    await scene().sweep(midnight + 3_611);
    expect((await read()).counts).toMatchObject([{ failing: 1, endedLastHour: 1 }]);
    await scene().sweep(midnight + 3_631);
    expect((await read()).counts).toMatchObject([{ failing: 0, endedLastHour: 0 }]);
  });

  test('of a release that counted less are null until the next sweep', async () => {
    const older = { app: 'LiveApp', live: 1, stale: 0, missing: 0, presumedEnded: 0 };
    await putOlderSummary(older);
    expect((await read()).counts).toEqual([{ ...older, failing: null, endedLastHour: null }]);
    await scene().hook('started', 'cam', 0);
    await scene().sweep(10);
    expect((await read()).counts).toEqual([{ ...older, failing: 0, endedLastHour: 0 }]);
  });

  test('have each stream as one of missing, stale, failing and live when asked so', async () => {
    const error = (id: string) => scene().anyHook({ action: 'encoderNotOpenedError', id, timestamp: clock(390) }, 390);
    await scene().beats('live', 0, 400);
    await scene().beats('failing', 0, 400);
    await scene().beats('stale', 0, 330);
    await scene().beats('missing', 0, 330);
    await scene().hook('started', 'over', 0);
    await scene().hook('ended', 'over', 380);
    await plantExpected(scene().table, buildExpected({ id: 'missing', grace: 10 }));
    for (const id of ['failing', 'stale', 'missing', 'over']) await error(id);
    await scene().sweepUntil(400);
    const same = { app: 'LiveApp', missing: 1, presumedEnded: 0, endedLastHour: 1 };
    const overlapping = { ...same, live: 4, stale: 2, failing: 4 };
    expect((await read()).counts).toEqual([overlapping]);
    expect((await read('?exclusive=false')).counts).toEqual([overlapping]);
    expect((await read('?exclusive=')).counts).toEqual([overlapping]);
    const exclusive = { ...same, live: 1, stale: 1, failing: 2 };
    expect(await read('?exclusive=true')).toEqual({ status: 200, counts: [exclusive], at: iso(400) });
    expect((await read('?exclusive=true&app=LiveApp')).counts).toEqual([exclusive]);
  });

  test('have an expected stream that is presumed to have ended in both', async () => {
    await scene().beats('cam', 0, 60);
    await plantExpected(scene().table, buildExpected({ id: 'cam', grace: 10 }));
    await scene().sweepUntil(400);
    const none = { app: 'LiveApp', live: 0, stale: 0, failing: 0, endedLastHour: 0 };
    expect((await read('?exclusive=true')).counts).toEqual([{ ...none, missing: 1, presumedEnded: 1 }]);
  });

  test('of a release that counted no stream as one thing only are null there, also where its sweep comes after an update', async () => {
    const older = { app: 'LiveApp', live: 3, stale: 2, missing: 1, presumedEnded: 4, failing: 5, endedLastHour: 6 };
    const unknown = { ...older, live: null, stale: null, failing: null };
    await scene().sweep(0);
    const coverage = await readCoverage(scene().table);
    await scene().hook('started', 'cam', 0);
    const swept = { app: 'LiveApp', live: 1, stale: 0, missing: 0, presumedEnded: 0, failing: 0, endedLastHour: 0 };
    for (const seconds of [10, 20]) {
      await putOlderSummary(older);
      expect((await read('?exclusive=true')).counts).toEqual([unknown]);
      expect((await read()).counts).toEqual([older]);
      await scene().sweep(seconds);
      expect((await read('?exclusive=true')).counts).toEqual([swept]);
    }
    expect(await readCoverage(scene().table)).toEqual(coverage); // that release listed by day as well
  });

  test('of another app are not shown to a token of one app', async () => {
    for (const app of ['A', 'B']) await scene().hook('started', 'cam', 0, { app });
    await scene().sweep(10);
    expect((await read('', 'A')).counts).toMatchObject([{ app: 'A', live: 1 }]);
    expect(await read('?app=B', 'A')).toEqual({ status: 200, counts: [], at: null });
    expect(await read('', 'C')).toEqual({ status: 200, counts: [], at: null });
  });

  test('of more apps than fit into one item are read from several, as of the oldest of them', async () => {
    const names = Array.from({ length: 4_000 }, (_, n) => `app-${'ü'.repeat(30)}-${n}`);
    const toCounts = (app: string, n: number): AppCounts => ({
      app,
      live: n,
      stale: 1,
      missing: 2,
      presumedEnded: 3,
      failing: 4,
      endedLastHour: null,
      exclusive: n % 2 === 0 ? { live: n, stale: 0, failing: 3 } : null,
    });

    const summary = { watchedSince: 0, waitingSince: null, askCursor: null, apps: names.map(toCounts) };
    await writeSummary(engine().streams, { ...summary, at: clock(60) });
    const { counts, at } = await read();
    expect(counts).toEqual(names.map(toCounts).map(({ exclusive: _, ...shown }) => shown));
    expect(at).toBe(iso(60));
    expect((await read('?exclusive=true')).counts.slice(0, 2)).toMatchObject([
      { live: 0, stale: 0, missing: 2, presumedEnded: 3, failing: 3 },
      { live: null, stale: null, missing: 2, presumedEnded: 3, failing: null },
    ]);
    await writeSummary(engine().streams, { ...summary, at: clock(120), apps: summary.apps.slice(0, 2) });
    expect(await read()).toMatchObject({ counts: [{ live: 0 }, { live: 1 }], at: iso(120) });
    await emptyTable(engine().client);
  });

  test.each(['?limit=1', '?app=A&app=B', '?id=1', '?exclusive=true&exclusive=true'])('%s is refused', async (query) => {
    expect(await read(query)).toMatchObject({ status: 400 });
  });

  test.each(['1', 'True', 'yes'])('exclusive=%s is refused', async (value) => {
    const error = `exclusive: received "${value}", expected true or false`;
    expect(await read(`?exclusive=${value}`)).toEqual({ status: 400, error });
  });
});
