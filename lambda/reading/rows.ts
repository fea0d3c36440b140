import { rowPosition, rowsQuery } from '../table/history.ts';
import type { Item, Query, Table } from '../table/table.ts';

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

/** Rows, newest first, until there are enough or no more. */
export async function rowsUntil(
  table: Table,
  query: (before?: string) => Query,
  enough: (rows: readonly Item[]) => boolean,
): Promise<Item[]> {
  const rows: Item[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await table.query({ ...query(last && rowPosition(last)), Limit: last === undefined ? NEWEST : MANY });
    rows.push(...page.items);
    if (!page.more || enough(rows)) return rows;
  }
}

/** All rows of a partition that lists something few: apps, or hosts. */
export function allRows(table: Table, partition: string, prefix: 'app' | 'host'): Promise<Item[]> {
  return rowsUntil(
    table,
    (before) => rowsQuery(partition, prefix, before),
    () => false,
  );
}
