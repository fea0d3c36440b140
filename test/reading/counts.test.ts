import { describe, expect, test } from 'vitest';
import { sweepSummaryKey } from '../../lambda/table/row-keys.ts';
import type { AppCounts } from '../../lambda/table/rows/sweep-rows.ts';
import { writeSummary } from '../../lambda/table/sweep-memory.ts';
import { emptyTable } from '../sweeping/empty-table.ts';
import { clock, useSweepScene } from '../sweeping/sweep-scene.ts';
import { useEngine } from '../table/engine.ts';
import { createReader, jsonOf } from './read-as-api-gateway.ts';

const engine = useEngine();
const scene = useSweepScene(engine);

const iso = (seconds: number) => new Date(clock(seconds)).toISOString();

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
    const row = { at: { N: String(clock(0)) }, watchedSince: { N: '0' }, parts: { N: '0' } };
    await scene().table.put({ ...sweepSummaryKey(), ...row, apps: { S: JSON.stringify([older]) } });
    expect((await read()).counts).toEqual([{ ...older, failing: null, endedLastHour: null }]);
    await scene().hook('started', 'cam', 0);
    await scene().sweep(10);
    expect((await read()).counts).toEqual([{ ...older, failing: 0, endedLastHour: 0 }]);
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
    });
    const summary = { watchedSince: 0, waitingSince: null, askCursor: null, apps: names.map(toCounts) };
    await writeSummary(engine().streams, { ...summary, at: clock(60) });
    const { counts, at } = await read();
    expect(counts).toEqual(names.map(toCounts));
    expect(at).toBe(iso(60));
    await writeSummary(engine().streams, { ...summary, at: clock(120), apps: summary.apps.slice(0, 2) });
    expect(await read()).toMatchObject({ counts: [{ live: 0 }, { live: 1 }], at: iso(120) });
    await emptyTable(engine().client);
  });

  test.each(['?limit=1', '?app=A&app=B', '?id=1'])('%s is refused', async (query) => {
    expect(await read(query)).toMatchObject({ status: 400 });
  });
});
