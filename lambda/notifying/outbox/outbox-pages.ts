import { partitionKeysQuery, partitionQuery } from '../../table/queries.ts';
import { keyOf } from '../../table/row-keys.ts';
import type { Item, Projection, Query, Table } from '../../table/table.ts';

/** What one reading of an outbox holds at most. */
export interface ReadBounds {
  readonly rows: number;
  /** The length of their announcements, in characters. */
  readonly length: number;
}

export const defaultBounds: ReadBounds = { rows: 5_000, length: 16_000_000 };

export interface BoundedReadOptions {
  /** The length of a row, in characters. */
  readonly lengthOf: (row: Item) => number;
  readonly bounds: ReadBounds;
  /** The key of the row before the first one. @default the partition's first row */
  readonly after?: Item | undefined;
}

/** Reads a partition, consistently, up to the page that reaches a bound; `more` when there are further rows. */
export async function readBounded(
  table: Table,
  partition: string,
  { lengthOf, bounds, after }: BoundedReadOptions,
): Promise<{ rows: Item[]; more: boolean }> {
  const rows: Item[] = [];
  let length = 0;
  for (;;) {
    const Limit = bounds.rows - rows.length;
    const page = await table.query({ ...partitionQuery(partition, rows.at(-1) ?? after), ConsistentRead: true, Limit });
    rows.push(...page.items);
    length += page.items.reduce((sum, row) => sum + lengthOf(row), 0);
    if (!page.more || rows.length >= bounds.rows || length >= bounds.length) return { rows, more: page.more };
  }
}

/** Reads the keys of all rows of a partition, or what a projection adds to them, consistently, page by page. */
export async function* readKeyPages(
  table: Table,
  partition: string,
  options: Projection & Pick<Query, 'Limit'> = {},
): AsyncGenerator<Item[]> {
  let last: Item | undefined;
  for (let more = true; more; ) {
    const start = last !== undefined && { ExclusiveStartKey: keyOf(last) };
    const page = await table.query({ ...partitionKeysQuery(partition), ...options, ConsistentRead: true, ...start });
    yield page.items;
    last = page.items.at(-1);
    more = page.more;
  }
}

/** Counts the rows of a partition, up to a maximum. */
export async function countRows(table: Table, partition: string, max = Number.POSITIVE_INFINITY): Promise<number> {
  let count = 0;
  const limit = Number.isFinite(max) ? { Limit: max } : {};
  for await (const keys of readKeyPages(table, partition, limit)) {
    count += keys.length;
    if (count >= max) return max;
  }
  return count;
}
