import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tables } from '../../local/database/embedded-tables.ts';

/** Creates tables of their own, and a client for them: DynamoDB Local separates tables by access key. */
export async function createAccount(endpoint: string): Promise<DynamoDBClient> {
  const accessKeyId = randomUUID().replaceAll('-', '');
  const client = new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId, secretAccessKey: 'any' },
  });
  for (const table of tables) await client.send(new CreateTableCommand(table));
  return client;
}
