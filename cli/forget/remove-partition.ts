import { DeleteItemCommand, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lambda/table/table.ts';

/** The streams table, with a client that may delete from it. */
export interface StreamsTable {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** The numbers of removed rows by class: the first part of the sort key. */
export type RowCounts = Readonly<Record<string, number>>;

/** Rows per page, deleted at the same time: an SDK client opens as many connections. */
const PAGE_SIZE = 50;

/** Removes every row of a partition. A stream's state goes last: after an interruption the stream is still listed, and can be forgotten again. */
export async function removePartition(table: StreamsTable, partition: string): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  const remove = async (keys: readonly Item[]) => {
    await removeRows(table, keys);
    for (const key of keys) counts[classOf(key)] = (counts[classOf(key)] ?? 0) + 1;
  };
  const states: Item[] = [];
  for await (const keys of readKeyPages(table, partition)) {
    states.push(...keys.filter((key) => classOf(key) === 'state'));
    await remove(keys.filter((key) => classOf(key) !== 'state'));
  }
  await remove(states);
  return counts;
}

/** Removes rows by their keys, concurrently. */
export async function removeRows({ client, name }: StreamsTable, keys: readonly Item[]): Promise<void> {
  await Promise.all(keys.map((Key) => client.send(new DeleteItemCommand({ TableName: name, Key }))));
}

export async function hasRows(table: StreamsTable, partition: string): Promise<boolean> {
  for await (const keys of readKeyPages(table, partition)) if (keys.length > 0) return true;
  return false;
}

/** Returns the keys of all rows of a partition; for a small one. */
export async function readKeys(table: StreamsTable, partition: string): Promise<Item[]> {
  const all: Item[] = [];
  for await (const keys of readKeyPages(table, partition)) all.push(...keys);
  return all;
}

async function* readKeyPages({ client, name }: StreamsTable, partition: string): AsyncGenerator<Item[]> {
  const query = {
    TableName: name,
    KeyConditionExpression: 'pk = :partition',
    ExpressionAttributeValues: { ':partition': { S: partition } },
    ProjectionExpression: 'pk, sk',
    ConsistentRead: true,
    Limit: PAGE_SIZE,
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) yield Items;
}

const classOf = ({ sk }: Item): string => sk?.S?.split('#')[0] ?? '';
