import { isDeepStrictEqual } from 'node:util';
import { type CoverageChange, nextCoverage, readCoverage, writeCoverage } from '../table/coverage.ts';
import type { Table } from '../table/table.ts';

/**
 * Keeps what the index by day covers up to date. Costs one read, and a write when something has changed. Throws when others
 * write it at the same time, again and again.
 */
export async function maintainCoverage(table: Table, change: CoverageChange): Promise<void> {
  for (const consistent of [false, true]) {
    const previous = await readCoverage(table, consistent);
    const next = nextCoverage(previous, change);
    if (isDeepStrictEqual(next, previous) || (await writeCoverage(table, next, previous))) return;
  }
  throw new Error(
    'What the index by day covers: received a change by another sweep or command, twice, expected none: nothing to do, the next sweep writes it.',
  );
}
