import { number, readNumber } from '../attributes.ts';
import { coverageKey } from '../row-keys.ts';
import type { Item } from '../table.ts';

/** What the index by day covers. All times are times of receipt, in ms since the epoch. */
export interface Coverage {
  /** From when on it has everything that is stored; 0: it has all of it. */
  readonly since: number;
  /** For how many days the history is stored. */
  readonly historyDays: number;
  /** The rows from before a time may be stored for these days only: the history was stored for a shorter time then. */
  readonly shorter?: { readonly until: number; readonly days: number };
}

/** The row of the coverage. While the index lists no history, the row has no `since`. */
export const toCoverageRow = (coverage: Coverage | undefined): Item => ({
  ...coverageKey(),
  ...(coverage && { since: number(coverage.since), historyDays: number(coverage.historyDays) }),
  ...(coverage?.shorter && {
    shorterUntil: number(coverage.shorter.until),
    shorterDays: number(coverage.shorter.days),
  }),
});

/** Undefined when the row says that the index lists no history, or when there is none. */
export function readCoverageRow(row: Item = {}): Coverage | undefined {
  const [since, historyDays] = [readNumber(row, 'since'), readNumber(row, 'historyDays')];
  const [until, days] = [readNumber(row, 'shorterUntil'), readNumber(row, 'shorterDays')];
  if (since === null || historyDays === null) return undefined;
  return { since, historyDays, ...(until !== null && days !== null && { shorter: { until, days } }) };
}
