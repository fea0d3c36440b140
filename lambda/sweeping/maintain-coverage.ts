import { isDeepStrictEqual } from 'node:util';
import { type CoverageChange, nextCoverage, readCoverage, writeCoverage } from '../table/coverage.ts';
import type { Table } from '../table/table.ts';

/** Keeps what the index by day covers up to date. Costs one read, and a write when something has changed. */
export async function maintainCoverage(table: Table, change: CoverageChange): Promise<void> {
  const previous = await readCoverage(table);
  const next = nextCoverage(previous, change);
  if (!isDeepStrictEqual(next, previous)) await writeCoverage(table, next);
}
