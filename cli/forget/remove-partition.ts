import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { mapConcurrently } from '../../lambda/map-concurrently.ts';
import { partitionKeysQuery } from '../../lambda/table/queries.ts';
import { classOfRow } from '../../lambda/table/row-keys.ts';
import { type Item, Table } from '../../lambda/table/table.ts';

/** The streams table, with a client that may delete from it. */
export interface DeletableTable {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** The numbers of removed rows by class: the first part of the sort key. */
export type RowCounts = Readonly<Record<string, number>>;

/** Rows per page, deleted at the same time: an SDK client opens as many connections. */
const PAGE_SIZE = 50;

/** Removes every row of a partition. A stream's state goes last: after an interruption the stream is still listed, and can be forgotten again. */
export async function removePartition(table: DeletableTable, partition: string): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  const remove = async (keys: readonly Item[]) => {
    await removeRows(table, keys);
    for (const key of keys) counts[classOfRow(key)] = (counts[classOfRow(key)] ?? 0) + 1;
  };
  const states: Item[] = [];
  for await (const keys of readKeyPages(table, partition)) {
    states.push(...keys.filter((key) => classOfRow(key) === 'state'));
    await remove(keys.filter((key) => classOfRow(key) !== 'state'));
  }
  await remove(states);
  return counts;
}

/** Removes rows by their keys, a page at the same time. */
export async function removeRows({ client, name }: DeletableTable, keys: readonly Item[]): Promise<void> {
  const table = new Table(client, name);
  await mapConcurrently(keys, PAGE_SIZE, (key) => table.delete(key));
}

export async function hasRows(table: DeletableTable, partition: string): Promise<boolean> {
  for await (const keys of readKeyPages(table, partition)) if (keys.length > 0) return true;
  return false;
}

/** Returns the keys of all rows of a partition; for a small one. */
export async function readKeys(table: DeletableTable, partition: string): Promise<Item[]> {
  const all: Item[] = [];
  for await (const keys of readKeyPages(table, partition)) all.push(...keys);
  return all;
}

async function* readKeyPages({ client, name }: DeletableTable, partition: string): AsyncGenerator<Item[]> {
  const query = {
    TableName: name,
    ...partitionKeysQuery(partition),
    ConsistentRead: true,
    Limit: PAGE_SIZE,
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) yield Items;
}
