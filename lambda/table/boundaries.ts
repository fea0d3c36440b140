import { type Boundary, byClock, countSettled } from '../stream/session-times.ts';
import { positionOfRow } from './row-keys.ts';
import { boundaryRowsQuery, readBoundaryRow, readOpened } from './rows/boundary-row.ts';
import type { Item, Table } from './table.ts';

/** Rows per page of a fold, which reads no further: most folds need two rows, and the first page costs one read unit. */
const FOLD_PAGE_LIMITS = [8, 500];

/**
 * Reads a stream's boundaries, from the newest on, until they settle its newest session together with those that its state knows.
 * In a longer run of ends within 10 s of each other the oldest one read counts as the stream's first.
 */
export async function readBoundariesForFold(
  table: Table,
  app: string,
  id: string,
  known: readonly Boundary[],
): Promise<Boundary[]> {
  const rows: Item[] = [];
  let boundaries: Boundary[] = [];
  for (const Limit of FOLD_PAGE_LIMITS) {
    const last = rows.at(-1);
    const page = await table.query({ ...boundaryRowsQuery(app, id, last && positionOfRow(last)), Limit });
    rows.push(...page.items);
    boundaries = rows.map(readBoundaryRow);
    if (!page.more) return [...boundaries, ...rows.flatMap(readOpened)]; // else rows may be unread between those starts and the others
    if (countSettled(mergeKnown(boundaries, known)) > 0) break;
  }
  return boundaries;
}

/** Merges the known boundaries into those read, newest first: a known one may fill a gap that would settle a session. */
function mergeKnown(boundaries: readonly Boundary[], known: readonly Boundary[]): Boundary[] {
  const oldest = boundaries.at(-1);
  const newerKnown = known.filter((one) => oldest !== undefined && byClock(one, oldest) > 0);
  return [...boundaries, ...newerKnown].sort((a, b) => byClock(b, a));
}
