import { positionOfRow } from '../table/row-keys.ts';
import type { Item, Query, Table } from '../table/table.ts';
import type { RowPage } from './merge-newest.ts';

/** The length of each list in the response about one stream. */
export const MAX_LISTED = 100;
/** Rows of every page but the first, which is enough for most streams; some need thousands. */
const NEXT_PAGE_SIZE = 1_000;
/** Pages that are read for one list, each of at most 1 MB; older rows are not listed. */
const MAX_PAGES = 5;

/** Reads rows, newest first, until they are enough, there are no more, or `MAX_PAGES` are read. */
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
