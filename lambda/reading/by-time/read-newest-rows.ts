import { positionOfRow } from '../../table/row-keys.ts';
import type { Query, Table } from '../../table/table.ts';
import type { RowPage } from '../merge-newest.ts';

/** Rows of each page after the first, which is small: most streams need no other. */
const NEXT_PAGE_SIZES = [100, 1_000, 1_000, 1_000];

/** Reads rows, newest first, until they are enough, or there are no more; of thousands that do not suffice the newest. */
export async function readNewestRows(
  table: Table,
  query: (before?: string) => Query,
  firstPageSize: number,
  isEnough: (page: RowPage) => boolean,
): Promise<RowPage> {
  let read: RowPage = { rows: [], more: true };
  for (const Limit of [firstPageSize, ...NEXT_PAGE_SIZES]) {
    const last = read.rows.at(-1);
    const page = await table.query({ ...query(last && positionOfRow(last)), Limit });
    read = { rows: [...read.rows, ...page.items], more: page.more };
    if (!page.more || isEnough(read)) return read;
  }
  return read;
}
