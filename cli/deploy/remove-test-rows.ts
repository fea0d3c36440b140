import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { appKey, quarantinePartition, streamPartition } from '../../lambda/table/keys.ts';
import { removePartition, removeRows } from '../forget/remove-partition.ts';
import { TEST_APP } from './test-stream.ts';

/** Removes all that a test hook left in the table of streams: the state, the history, and the app from the list of apps. */
export async function removeTestRows(client: DynamoDBClient, name: string, id: string): Promise<void> {
  const table = { client, name };
  const partitions = [streamPartition(TEST_APP, id), quarantinePartition(TEST_APP)];
  await Promise.all(partitions.map((partition) => removePartition(table, partition)));
  await removeRows(table, [appKey(TEST_APP)]);
}
