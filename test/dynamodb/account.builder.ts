import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tables } from '../../local/database/database.ts';

/** A client of tables that nobody else sees: DynamoDB Local has others for every access key. */
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
