import { coverageKey } from './row-keys.ts';
import { type Coverage, ifCoverageIs, readCoverageRow, toCoverageRow } from './rows/coverage-row.ts';
import { DAY_MS } from './rows/expiry.ts';
import type { Table } from './table.ts';

/** After an update the code and the settings from before still store rows for some minutes, with clocks of up to 2 minutes ahead; in ms. */
const UPDATE_MS = 900_000;

/** Reads what the index by day covers, eventually consistent unless asked otherwise; undefined when it is not known. */
export const readCoverage = async (table: Table, consistent = false): Promise<Coverage | undefined> =>
  readCoverageRow(await table.get(coverageKey(), consistent));

/** Writes what the index covers over what was read before. False when another one has written meanwhile: nothing is changed. */
export const writeCoverage = (table: Table, coverage: Coverage, previous: Coverage | undefined): Promise<boolean> =>
  table.put(toCoverageRow(coverage), ifCoverageIs(previous));

/**
 * Returns from when on the index by day has the whole history, at a time (both in ms since the epoch); null when it lists
 * none. Recordings are never deleted: of them it has all from `since` on.
 */
export function completeSince(coverage: Coverage, now: number): number | null {
  const { since, historyDays, unknownBefore = 0, shorter } = coverage;
  if (since === null) return null;
  const ofShorter = shorter === undefined ? 0 : Math.min(shorter.until, now - shorter.days * DAY_MS);
  return Math.max(since, now - historyDays * DAY_MS, unknownBefore, ofShorter);
}

/** What decides how the coverage goes on. */
export interface CoverageChange {
  /** Whether the history is listed by day from now on. */
  readonly byDay: boolean;
  readonly historyDays: number;
  /** Nothing was ever stored: no app is listed. */
  readonly isFresh: boolean;
  /** An older release, which lists no history, ran until now: after a rollback. */
  readonly followsOlder: boolean;
  /** In ms since the epoch. */
  readonly now: number;
}

/**
 * Returns what the index by day covers from now on. Rows from before it began are not in it; where the history is stored
 * for longer from now on, those from before are not. Each change counts from some minutes later on.
 */
export function nextCoverage(
  previous: Coverage | undefined,
  { byDay, historyDays, isFresh, followsOlder, now }: CoverageChange,
): Coverage {
  const isOlder = followsOlder || (previous === undefined && !isFresh);
  const changed = now + UPDATE_MS;
  const begins = previous === undefined && !isOlder ? 0 : changed;
  const since = byDay ? ((followsOlder ? undefined : previous?.since) ?? begins) : null;
  const hasGrown = previous !== undefined && historyDays > previous.historyDays;
  const shorter = hasGrown ? mergeShorter({ until: changed, days: previous.historyDays }, previous.shorter) : undefined;
  return { ...previous, since, historyDays, ...(isOlder && { unknownBefore: changed }), ...(shorter && { shorter }) };
}

type Shorter = NonNullable<Coverage['shorter']>;

const mergeShorter = (a: Shorter, b: Shorter = a): Shorter => ({
  until: Math.max(a.until, b.until),
  days: Math.min(a.days, b.days),
});

/** Returns before which time (ms since the epoch) only an older release stored rows, whose lifetimes say for how long it did. */
export const olderBefore = ({ unknownBefore = 0 }: Coverage): number => unknownBefore - UPDATE_MS;

/**
 * Returns what the index by day covers once all that is stored is listed. The rows of an older release that are still there
 * are stored for `days` at least; null when there are none.
 */
export function coverageAfterBackfill(
  { historyDays, unknownBefore, shorter }: Coverage,
  days: number | null,
): Coverage {
  const all = { since: 0, historyDays };
  if (unknownBefore === undefined || days === null)
    return { ...all, ...(unknownBefore !== undefined && { unknownBefore }), ...(shorter && { shorter }) };
  return { ...all, shorter: mergeShorter({ until: unknownBefore, days }, shorter) };
}
