import { coverageKey } from './row-keys.ts';
import { type Coverage, readCoverageRow, toCoverageRow } from './rows/coverage-row.ts';
import { DAY_MS } from './rows/expiry.ts';
import type { Table } from './table.ts';

/** Reads what the index by day covers, eventually consistent; undefined when it is not known, or nothing. */
export const readCoverage = async (table: Table): Promise<Coverage | undefined> =>
  readCoverageRow(await table.get(coverageKey()));

/** Writes what the index by day covers; undefined: it lists no history. */
export async function writeCoverage(table: Table, coverage: Coverage | undefined): Promise<void> {
  await table.put(toCoverageRow(coverage));
}

/**
 * Returns from when on the index by day has the whole history, at a time (both in ms since the epoch). Recordings are never
 * deleted: of them it has all from `since` on.
 */
export function completeSince({ since, historyDays, shorter }: Coverage, now: number): number {
  const ofShorter = shorter === undefined ? 0 : Math.min(shorter.until, now - shorter.days * DAY_MS);
  return Math.max(since, now - historyDays * DAY_MS, ofShorter);
}

/** What decides how the coverage goes on. */
export interface CoverageChange {
  /** Whether the history is listed by day from now on. */
  readonly byDay: boolean;
  readonly historyDays: number;
  /** Nothing was ever stored: no app is listed. */
  readonly isFresh: boolean;
  /** In ms since the epoch. */
  readonly now: number;
}

/**
 * Returns what the index by day covers from now on. Rows from before it began are not in it; where the history is stored
 * for longer from now on, those from before are not.
 */
export function nextCoverage(
  previous: Coverage | undefined,
  { byDay, historyDays, isFresh, now }: CoverageChange,
): Coverage | undefined {
  if (!byDay) return undefined;
  if (previous === undefined) return { since: isFresh ? 0 : now, historyDays };
  if (historyDays <= previous.historyDays) return { ...previous, historyDays };
  const days = Math.min(previous.historyDays, previous.shorter?.days ?? previous.historyDays);
  return { ...previous, historyDays, shorter: { until: now, days } };
}
