import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { Level } from 'level';
import { STATUS_INDEX } from '../lambda/table/keys.ts';

export const STREAMS_TABLE = 'streams';
export const TOKENS_TABLE = 'tokens';

/** A DATA_DIR that keeps nothing. */
export const IN_MEMORY = ':memory:';

/** A DynamoDB in this process. */
export interface Database {
  /** Where it answers, on this machine only. */
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts the embedded DynamoDB on a folder (created when missing) or in memory, in a thread of its own: however busy it
 * is, the receiver answers in time. Throws when the folder cannot be written or is in use.
 */
export async function startDatabase(dataDir: string): Promise<Database> {
  const path = dataDir === IN_MEMORY ? undefined : join(dataDir, 'dynamodb');
  if (path !== undefined) await checkFolder(path);
  const thread = new Worker(new URL('dynalite-thread.js', import.meta.url), { workerData: { path }, execArgv: [] });
  const [{ port }] = await once(thread, 'message');
  const close = async () => {
    thread.postMessage('close');
    await once(thread, 'exit');
  };
  const endpoint = `http://127.0.0.1:${port}`;
  await createTables(endpoint);
  return { endpoint, close };
}

/** The embedded DynamoDB opens its files late, and dies when it cannot: this finds out before. */
async function checkFolder(path: string): Promise<void> {
  makeFolder(path);
  const files = new Level(path);
  await files.open();
  await files.close();
}

/** Node's own `recursive` never ends where nothing can be made, as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** A client of a DynamoDB on this machine: it takes any credentials. */
export function connect(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

/** The tables as `lib/` deploys them: a test compares the two. */
export const tables: CreateTableCommandInput[] = [
  {
    TableName: STREAMS_TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'statusKey', 'statusPosition'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
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
    AttributeDefinitions: [{ AttributeName: 'hash', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'hash', KeyType: 'HASH' }],
  },
];

async function createTables(endpoint: string): Promise<void> {
  const client = connect(endpoint);
  for (const table of tables) {
    try {
      await client.send(new CreateTableCommand(table));
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error; // it is there from an earlier run
    }
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: table.TableName });
  }
  client.destroy();
}
