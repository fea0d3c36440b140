import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeSince, nextCoverage, readCoverage } from '../../lambda/table/coverage.ts';
import type { Coverage } from '../../lambda/table/rows/coverage-row.ts';
import { clock, useSweepScene } from '../sweeping/sweep-scene.ts';

const DAY = 86_400_000;

/** Some time (days) under settings, which a sweep sees at its end and its beginning. */
interface Period {
  readonly days: number;
  readonly byDay: boolean;
  readonly historyDays: number;
}

const period: fc.Arbitrary<Period> = fc.record({
  days: fc.integer({ min: 1, max: 40 }),
  byDay: fc.boolean(),
  historyDays: fc.integer({ min: 1, max: 62 }),
});

describe('the coverage of the index by day', () => {
  test('never claims a row that is not stored, or not in the index', () => {
    const holds = (before: Omit<Period, 'byDay'> | null, periods: Period[]) => {
      let now = 1_000 * DAY;
      let coverage: Coverage | undefined;
      // the rows of a period are written each day, the sweeps see its settings at its beginning and its end
      const rows: { at: number; isIndexed: boolean; expiresAt: number }[] = [];
      const write = (days: number, historyDays: number, isIndexed: boolean) => {
        for (let day = 0; day < days; day++, now += DAY)
          rows.push({ at: now, isIndexed, expiresAt: now + historyDays * DAY });
      };
      if (before !== null) write(before.days, before.historyDays, false); // by an older release
      for (const { days, byDay, historyDays } of periods) {
        coverage = nextCoverage(coverage, { byDay, historyDays, isFresh: rows.length === 0, now });
        write(days, historyDays, byDay);
        coverage = nextCoverage(coverage, { byDay, historyDays, isFresh: false, now });
        expect(coverage === undefined).toBe(!byDay);
        if (coverage === undefined) continue;
        const since = completeSince(coverage, now);
        const claimed = rows.filter(({ at }) => at >= since && at < now);
        expect(claimed.filter(({ isIndexed, expiresAt }) => !isIndexed || expiresAt < now)).toEqual([]);
      }
    };
    const before = fc.option(fc.record({ days: fc.integer({ min: 1, max: 40 }), historyDays: fc.constant(30) }));
    fc.assert(fc.property(before, fc.array(period, { minLength: 1, maxLength: 6 }), holds), { numRuns: 2_000 });
  });

  test.each<{ change: string; previous?: Coverage; byDay?: boolean; historyDays?: number; isFresh?: boolean; next: Coverage | undefined }>([
    { change: 'begins with everything in an empty table', isFresh: true, next: { since: 0, historyDays: 62 } },
    { change: 'begins now where there are rows', next: { since: 100 * DAY, historyDays: 62 } },
    { change: 'stays', previous: { since: 7, historyDays: 62 }, next: { since: 7, historyDays: 62 } },
    { change: 'stays when less is stored', previous: { since: 7, historyDays: 62 }, historyDays: 30, next: { since: 7, historyDays: 30 } },
    { change: 'lacks older rows when they are stored for longer from now on', previous: { since: 7, historyDays: 30 }, next: { since: 7, historyDays: 62, shorter: { until: 100 * DAY, days: 30 } } },
    { change: 'lacks those of the shortest time', previous: { since: 7, historyDays: 30, shorter: { until: 50 * DAY, days: 9 } }, next: { since: 7, historyDays: 62, shorter: { until: 100 * DAY, days: 9 } } },
    { change: 'ends with the setting', previous: { since: 7, historyDays: 62 }, byDay: false, next: undefined },
  ])('$change', ({ previous, byDay = true, historyDays = 62, isFresh = false, next }) => {
    expect(nextCoverage(previous, { byDay, historyDays, isFresh, now: 100 * DAY })).toEqual(next);
  }); // biome-ignore format: a row each
});

describe('a sweep', () => {
  const scene = useSweepScene();

  test('keeps the coverage up to date', async () => {
    const coverage = () => readCoverage(scene().table);
    expect(await coverage()).toBeUndefined();
    await scene().sweep(0);
    expect(await coverage()).toEqual({ since: 0, historyDays: 30 });
    await scene().hook('started', 'cam', 5);
    scene().byDay = false;
    await scene().sweep(60);
    expect(await coverage()).toBeUndefined();
    scene().byDay = true;
    await scene().sweep(120);
    expect(await coverage()).toEqual({ since: clock(120), historyDays: 30 });
    await scene().sweep(180);
    expect(await coverage()).toEqual({ since: clock(120), historyDays: 30 });
  });
});
