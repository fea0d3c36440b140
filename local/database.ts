import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { Level } from 'level';
import { STATUS_INDEX } from '../lambda/table/keys.ts';
import { startThread } from './database-thread.ts';
import { makeFolder, openOwnFolder } from './own-folder.ts';
import { Supervisor } from './supervisor.ts';
import { newSecret } from './token-table.ts';

export const STREAMS_TABLE = 'streams';
export const TOKENS_TABLE = 'tokens';

/** A DATA_DIR that keeps nothing. */
export const IN_MEMORY = ':memory:';

const folderIn = (dataDir: string): string => join(dataDir, 'dynamodb');

/** Whether a folder holds a database, whoever made it. */
export const hasDatabase = (dataDir: string): boolean => existsSync(folderIn(dataDir));

/** A DynamoDB in this process. */
export interface Database {
  /** Where it answers, on this machine only; the user in this URL is the access key id, without which it does not. */
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Puts into the tables what must be there whenever the database starts. */
type Prepare = (client: DynamoDBClient) => Promise<unknown>;

/**
 * Starts the embedded DynamoDB on a folder (created when missing) or in memory, in a thread of its own: however busy it
 * is, the receiver answers in time. When it dies, for a full disk or whatever else, it comes back at the same endpoint as
 * soon as it can. Throws when the folder cannot be written or is in use.
 */
export async function startDatabase(dataDir: string, prepare: Prepare = async () => {}): Promise<Database> {
  const path = dataDir === IN_MEMORY ? undefined : folderIn(dataDir);
  const accessKeyId = newSecret();
  if (path !== undefined) openOwnFolder(dataDir);
  const start = async (port: number) => {
    if (path !== undefined) await checkFolder(path);
    const thread = await startThread({ path, port, accessKeyId });
    const endpoint = `http://${accessKeyId}@127.0.0.1:${thread.port}`;
    const died = thread.ended.then((cause) => Promise.reject(cause));
    await Promise.race([fill(endpoint, prepare), died]).catch(async (error) => {
      await thread.kill();
      throw error;
    });
    return { ...thread, endpoint };
  };
  const first = await start(0);
  const supervisor = new Supervisor(first, () => start(first.port), complain);
  return { endpoint: first.endpoint, close: () => supervisor.end() };
}

/** Says what the database died of, or why it cannot start again. */
function complain(error: unknown): void {
  const cause = error instanceof Error ? (error.cause ?? error) : error; // LevelDB wraps the system's
  console.error(`The embedded database failed, and is started again until it runs: ${cause}`);
}

/** The embedded DynamoDB opens its files late, and dies when it cannot: this finds out before. */
async function checkFolder(path: string): Promise<void> {
  makeFolder(path);
  const files = new Level(path);
  await files.open();
  await files.close();
}

/** A client of a DynamoDB on this machine; the user in the URL of the endpoint is its access key id. */
export function connect(endpoint: string): DynamoDBClient {
  const { origin, username } = new URL(endpoint);
  return new DynamoDBClient({
    endpoint: origin,
    region: 'local',
    credentials: { accessKeyId: username || 'local', secretAccessKey: 'local' },
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

async function fill(endpoint: string, prepare: Prepare): Promise<void> {
  const client = connect(endpoint);
  try {
    for (const table of tables) await createTable(client, table);
    await prepare(client);
  } finally {
    client.destroy();
  }
}

async function createTable(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error; // it is there from an earlier run
  }
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: table.TableName });
}
