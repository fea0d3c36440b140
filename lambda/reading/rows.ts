import { rowPosition, rowsQuery } from '../table/history.ts';
import { type RowClass, streamPartition } from '../table/keys.ts';
import type { Item, Table } from '../table/table.ts';

/** The stream that is asked about, and when (ms since the epoch). */
export interface OneStream {
  readonly table: Table;
  readonly app: string;
  readonly id: string;
  readonly now: number;
}

/** The most of each list that a stream's answer holds. */
export const NEWEST = 100;

/** Rows of one class, newest first, until there are enough or no more. */
export async function rowsUntil(
  { table, app, id }: OneStream,
  rowClass: RowClass,
  enough: (rows: readonly Item[]) => boolean,
): Promise<Item[]> {
  const rows: Item[] = [];
  for (;;) {
    const last = rows.at(-1);
    const query = rowsQuery(streamPartition(app, id), rowClass, last && rowPosition(last));
    const page = await table.query({ ...query, Limit: NEWEST, ConsistentRead: true });
    rows.push(...page.items);
    if (!page.more || enough(rows)) return rows;
  }
}
