import { DeleteItemCommand, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { appKey, quarantinePartition, streamPartition } from '../../lambda/table/keys.ts';
import type { Item } from '../../lambda/table/table.ts';
import { TEST_APP } from './test-stream.ts';

/** Removes all that a test hook left in the table of streams: the state, the history, and the app from the list of apps. */
export async function removeTestRows(client: DynamoDBClient, table: string, id: string): Promise<void> {
  const partitions = [streamPartition(TEST_APP, id), quarantinePartition(TEST_APP)];
  const keys = await Promise.all(partitions.map((partition) => keysIn(client, table, partition)));
  const remove = (key: Item) => client.send(new DeleteItemCommand({ TableName: table, Key: key }));
  await Promise.all([...keys.flat(), appKey(TEST_APP)].map(remove));
}

async function keysIn(client: DynamoDBClient, table: string, partition: string): Promise<Item[]> {
  const keys: Item[] = [];
  const query = {
    TableName: table,
    KeyConditionExpression: 'pk = :partition',
    ExpressionAttributeValues: { ':partition': { S: partition } },
    ProjectionExpression: 'pk, sk',
    ConsistentRead: true,
  };
  for await (const page of paginateQuery({ client }, query)) keys.push(...(page.Items ?? []));
  return keys;
}
