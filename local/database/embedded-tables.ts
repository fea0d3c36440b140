import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { STATUS_INDEX } from '../../lambda/table/row-keys.ts';

export const STREAMS_TABLE = 'streams';
export const TOKENS_TABLE = 'tokens';
export const NOTIFICATIONS_TABLE = 'notifications';

const stringAttribute = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });

const pkAndSk: CreateTableCommandInput['KeySchema'] = [
  { AttributeName: 'pk', KeyType: 'HASH' },
  { AttributeName: 'sk', KeyType: 'RANGE' },
];

/** The tables, as `lib/` deploys them: a test compares the two. */
export const tables: CreateTableCommandInput[] = [
  {
    TableName: STREAMS_TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'statusKey', 'statusPosition'].map(stringAttribute),
    KeySchema: pkAndSk,
    GlobalSecondaryIndexes: [
      {
        IndexName: STATUS_INDEX,
        KeySchema: [
          { AttributeName: 'statusKey', KeyType: 'HASH' },
          { AttributeName: 'statusPosition', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
  {
    TableName: TOKENS_TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [stringAttribute('hash')],
    KeySchema: [{ AttributeName: 'hash', KeyType: 'HASH' }],
  },
  {
    TableName: NOTIFICATIONS_TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk'].map(stringAttribute),
    KeySchema: pkAndSk,
  },
];

/** Creates the tables where they are missing, and returns when they can be used. */
export async function createTables(client: DynamoDBClient): Promise<void> {
  for (const table of tables) await createTable(client, table);
}

async function createTable(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // from an earlier run
  }
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: table.TableName });
}
