import { rowPosition } from '../table/history.ts';
import type { Item, Query, Table } from '../table/table.ts';
import type { Rows } from './merge-newest.ts';

/** The stream that is asked about, and when (ms since the epoch). */
export interface OneStream {
  readonly table: Table;
  readonly app: string;
  readonly id: string;
  readonly now: number;
}

/** The most of each list that a stream's answer holds. */
export const NEWEST = 100;
/** How many rows are read at once when the first did not do: some streams need thousands. */
const MANY = 1_000;
/** How many pages are read for one list, each of at most 1 MB: what is further back is not listed. */
const MAX_PAGES = 5;

/** Rows, newest first, until there are enough, or no more, or as many as may be read for one list. */
export async function rowsUntil(
  table: Table,
  query: (before?: string) => Query,
  enough: (rows: readonly Item[]) => boolean,
): Promise<Rows> {
  const rows: Item[] = [];
  for (let pages = 1; ; pages++) {
    const last = rows.at(-1);
    const page = await table.query({ ...query(last && rowPosition(last)), Limit: last === undefined ? NEWEST : MANY });
    rows.push(...page.items);
    if (!page.more || pages === MAX_PAGES || enough(rows)) return { rows, more: page.more };
  }
}
