import { partitionQuery } from './queries.ts';
import type { Item, Table } from './table.ts';

/** Reads all rows of a partition that is read as a whole, eventually consistent, in the order of their keys. */
export async function readPartition(table: Table, partition: string): Promise<Item[]> {
  const rows: Item[] = [];
  for (let more = true; more; ) {
    const page = await table.query(partitionQuery(partition, rows.at(-1)));
    rows.push(...page.items);
    more = page.more;
  }
  return rows;
}
