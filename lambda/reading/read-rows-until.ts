import { positionOfRow } from '../table/history.ts';
import type { Item, Query, Table } from '../table/table.ts';
import type { RowPage } from './merge-newest.ts';

/** The stream that is asked about, and when (ms since the epoch). */
export interface StreamRef {
  readonly table: Table;
  readonly app: string;
  readonly id: string;
  readonly now: number;
}

/** The most of each list that a stream's answer holds. */
export const MAX_LISTED = 100;
/** How many rows are read at once when the first did not do: some streams need thousands. */
const NEXT_PAGE_SIZE = 1_000;
/** How many pages are read for one list, each of at most 1 MB: what is further back is not listed. */
const MAX_PAGES = 5;

/** Rows, newest first, until there are enough, or no more, or as many as may be read for one list. */
export async function readRowsUntil(
  table: Table,
  query: (before?: string) => Query,
  isEnough: (rows: readonly Item[]) => boolean,
): Promise<RowPage> {
  const rows: Item[] = [];
  for (let pages = 1; ; pages++) {
    const last = rows.at(-1);
    const page = await table.query({
      ...query(last && positionOfRow(last)),
      Limit: last === undefined ? MAX_LISTED : NEXT_PAGE_SIZE,
    });
    rows.push(...page.items);
    if (!page.more || pages === MAX_PAGES || isEnough(rows)) return { rows, more: page.more };
  }
}
