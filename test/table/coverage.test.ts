import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  completeSince,
  coverageAfterBackfill,
  nextCoverage,
  olderBefore,
  readCoverage,
} from '../../lambda/table/coverage.ts';
import { sweepSummaryKey } from '../../lambda/table/row-keys.ts';
import type { Coverage } from '../../lambda/table/rows/coverage-row.ts';
import { clock, useSweepScene } from '../sweeping/sweep-scene.ts';

const DAY = 86_400_000;
const OLDER_HISTORY_DAYS = 30;
/** Changes count from 15 minutes after the sweep that sees them: the settings before may be used for some minutes more. */
const LATER = 100 * DAY + 900_000;

/** Some time (days) under settings, which a sweep sees at its end and its beginning. */
interface Period {
  readonly days: number;
  readonly byDay: boolean;
  readonly historyDays: number;
  /** For how many days an older release ran before it, after a rollback. */
  readonly olderDays: number | null;
  /** Whether somebody then lists the older rows. */
  readonly isBackfilled: boolean;
}

interface StoredRow {
  readonly at: number;
  isIndexed: boolean;
  readonly expiresAt: number;
}

const period: fc.Arbitrary<Period> = fc.record({
  days: fc.integer({ min: 1, max: 40 }),
  byDay: fc.boolean(),
  historyDays: fc.integer({ min: 1, max: 62 }),
  isBackfilled: fc.boolean(),
  olderDays: fc.option(fc.integer({ min: 1, max: 9 }), { freq: 1 }),
});

describe('the coverage of the index by day', () => {
  test.each<{ what: string; previous: Coverage; days: number | null; next: Coverage }>([
    { what: 'no older release', previous: { since: 9, historyDays: 62 }, days: null, next: { since: 0, historyDays: 62 } },
    { what: 'the rows of one', previous: { since: 9, historyDays: 62, unknownBefore: 7 }, days: 30, next: { since: 0, historyDays: 62, shorter: { until: 7, days: 30 } } },
    { what: 'the rows of one before others', previous: { since: 9, historyDays: 62, unknownBefore: 7, shorter: { until: 8, days: 40 } }, days: 30, next: { since: 0, historyDays: 62, shorter: { until: 8, days: 30 } } },
    { what: 'none of its rows', previous: { since: 9, historyDays: 62, unknownBefore: 7 }, days: null, next: { since: 0, historyDays: 62, unknownBefore: 7 } },
  ])('after a backfill, with $what', ({ previous, days, next }) => {
    expect(coverageAfterBackfill(previous, days)).toEqual(next);
  }); // biome-ignore format: a row each

  test('never claims a row that is not stored, or not in the index', () => {
    const holds = (before: number, periods: Period[]) => {
      let now = 1_000 * DAY;
      let coverage: Coverage | undefined;
      // the rows of a period are written each day, the sweeps see its settings at its beginning and its end
      const rows: StoredRow[] = [];
      const addRow = (at: number, historyDays: number, isIndexed: boolean) =>
        void rows.push({ at, isIndexed, expiresAt: at + historyDays * DAY });
      const write = (days: number, historyDays: number, isIndexed: boolean) => {
        for (let day = 0; day < days; day++, now += DAY) addRow(now, historyDays, isIndexed);
      };
      const addOlder = () => addRow(now + 600_000, OLDER_HISTORY_DAYS, false);
      let straggler = addOlder; // the settings before a change are used for some minutes after it
      write(before, OLDER_HISTORY_DAYS, false);
      for (const { days, byDay, historyDays, isBackfilled, olderDays } of periods) {
        const isAfterRollback = olderDays !== null && rows.length > 0;
        if (isAfterRollback) {
          write(olderDays, OLDER_HISTORY_DAYS, false);
          straggler = addOlder;
        }
        coverage = nextCoverage(coverage, {
          byDay,
          historyDays,
          isFresh: rows.length === 0,
          followsOlder: isAfterRollback,
          now,
        });
        if (rows.length > 0) straggler();
        write(days, historyDays, byDay);
        straggler = () => addRow(now + 600_000, historyDays, byDay);
        coverage = nextCoverage(coverage, { byDay, historyDays, isFresh: false, followsOlder: false, now });
        expect(coverage.since === null).toBe(!byDay);
        if (coverage.since === null) continue;
        if (isBackfilled) coverage = coverageAfterBackfill(coverage, listAll(rows, olderBefore(coverage), now));
        const since = completeSince(coverage, now) ?? 0;
        const claimed = rows.filter(({ at }) => at >= since && at < now);
        expect(claimed.filter(({ isIndexed, expiresAt }) => !isIndexed || expiresAt < now)).toEqual([]);
      }
    };
    const before = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 }));
    fc.assert(fc.property(before, fc.array(period, { minLength: 1, maxLength: 6 }), holds), { numRuns: 5_000 });
  });

  test.each<{ change: string; previous?: Coverage; byDay?: boolean; historyDays?: number; isFresh?: boolean; followsOlder?: boolean; next: Coverage | undefined }>([
    { change: 'begins with everything in an empty table', isFresh: true, next: { since: 0, historyDays: 62 } },
    { change: 'begins soon where an older release has written', next: { since: LATER, historyDays: 62, unknownBefore: LATER } },
    { change: 'is nothing without the setting', byDay: false, isFresh: true, next: { since: null, historyDays: 62 } },
    { change: 'knows without it that an older release has written', byDay: false, next: { since: null, historyDays: 62, unknownBefore: LATER } },
    { change: 'begins again after a rollback', previous: { since: 7, historyDays: 62 }, followsOlder: true, next: { since: LATER, historyDays: 62, unknownBefore: LATER } },
    { change: 'stays', previous: { since: 7, historyDays: 62 }, next: { since: 7, historyDays: 62 } },
    { change: 'stays when less is stored', previous: { since: 7, historyDays: 62 }, historyDays: 30, next: { since: 7, historyDays: 30 } },
    { change: 'lacks older rows when they are stored for longer from now on', previous: { since: 7, historyDays: 30 }, next: { since: 7, historyDays: 62, shorter: { until: LATER, days: 30 } } },
    { change: 'lacks those of the shortest time', previous: { since: 7, historyDays: 30, shorter: { until: 50 * DAY, days: 9 } }, next: { since: 7, historyDays: 62, shorter: { until: LATER, days: 9 } } },
    { change: 'ends with the setting', previous: { since: 7, historyDays: 62 }, byDay: false, next: { since: null, historyDays: 62 } },
    { change: 'begins again with the setting', previous: { since: null, historyDays: 62 }, isFresh: true, next: { since: LATER, historyDays: 62 } },
  ])('$change', ({ previous, byDay = true, historyDays = 62, isFresh = false, followsOlder = false, next }) => {
    expect(nextCoverage(previous, { byDay, historyDays, isFresh, followsOlder, now: 100 * DAY })).toEqual(next);
  }); // biome-ignore format: a row each
});

/** Lists all rows that are stored; returns the fewest days that one from before a time is stored for, null when there are none. */
function listAll(rows: StoredRow[], before: number, now: number): number | null {
  const stored = rows.filter(({ expiresAt }) => expiresAt >= now);
  for (const row of stored) row.isIndexed = true;
  const days = stored.filter(({ at }) => at < before).map(({ at, expiresAt }) => (expiresAt - at) / DAY);
  return days.length === 0 ? null : Math.min(...days);
}

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
    expect(await coverage()).toEqual({ since: null, historyDays: 30 });
    scene().byDay = true;
    await scene().sweep(120);
    expect(await coverage()).toEqual({ since: clock(1_020), historyDays: 30 });
    await scene().sweep(180);
    expect(await coverage()).toEqual({ since: clock(1_020), historyDays: 30 });
  });

  test('after an older release begins anew: that listed nothing', async () => {
    const app = { app: 'LiveApp', live: 0, stale: 0, missing: 0, presumedEnded: 0 };
    const row = { at: { N: String(clock(180)) }, watchedSince: { N: '0' }, parts: { N: '0' } };
    await scene().table.put({ ...sweepSummaryKey(), ...row, apps: { S: JSON.stringify([app]) } });
    for (const seconds of [240, 300]) {
      await scene().sweep(seconds);
      const expected = { since: clock(1_140), historyDays: 30, unknownBefore: clock(1_140) };
      expect(await readCoverage(scene().table)).toEqual(expected);
    }
  });
});
