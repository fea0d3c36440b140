import { keyOf } from '../table/keys.ts';
import { partitionKeysQuery, partitionQuery } from '../table/queries.ts';
import type { Item, Projection, Query, Table } from '../table/table.ts';

/** What one reading of an outbox holds at most: rows, and the length of their announcements in characters. */
const MAX_ROWS = 5_000;
const MAX_LENGTH = 16_000_000;

/** Reads a partition, consistently, up to the page that reaches a bound; `more` when there are further rows. */
export async function readBounded(
  table: Table,
  partition: string,
  lengthOf: (row: Item) => number,
): Promise<{ rows: Item[]; more: boolean }> {
  const rows: Item[] = [];
  let length = 0;
  for (;;) {
    const Limit = MAX_ROWS - rows.length;
    const page = await table.query({ ...partitionQuery(partition, rows.at(-1)), ConsistentRead: true, Limit });
    rows.push(...page.items);
    length += page.items.reduce((sum, row) => sum + lengthOf(row), 0);
    if (!page.more || rows.length >= MAX_ROWS || length >= MAX_LENGTH) return { rows, more: page.more };
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
