import { positionOfRow } from '../table/row-keys.ts';
import type { Item, Query, Table } from '../table/table.ts';
import type { RowPage } from './merge-newest.ts';

/** The length of each list in the response about one stream. */
export const MAX_LISTED = 100;
/** The pages that are read for such a list, in rows, each of at most 1 MB: the first is enough for most streams; older rows are not listed. */
const PAGE_SIZES = [MAX_LISTED, 1_000, 1_000, 1_000, 1_000];

/** Reads rows, newest first, until they are enough, there are no more, or as many pages are read as there are sizes. */
export async function readRowsUntil(
  table: Table,
  query: (before?: string) => Query,
  isEnough: (rows: readonly Item[]) => boolean,
  pageSizes: readonly number[] = PAGE_SIZES,
): Promise<RowPage> {
  const rows: Item[] = [];
  let more = true;
  for (const Limit of pageSizes) {
    const last = rows.at(-1);
    const page = await table.query({ ...query(last && positionOfRow(last)), Limit });
    rows.push(...page.items);
    more = page.more;
    if (!more || isEnough(rows)) break;
  }
  return { rows, more };
}
