import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createSecret } from '../create-secret.ts';
import { IN_MEMORY } from '../data-dir/data-dir.ts';
import { lockDataDir } from '../data-dir/lock-data-dir.ts';
import { openDataDir } from '../data-dir/ownership.ts';
import { createClient, type LocalClientOptions } from './create-client.ts';
import { startThread } from './database-thread.ts';
import { createTables } from './embedded-tables.ts';
import type { Journal } from './journal.ts';
import { Supervisor } from './supervisor.ts';

const databaseFolder = (dataDir: string): string => join(dataDir, 'dynamodb');

/** Whether a folder holds a database. */
export const hasDatabase = (dataDir: string): boolean => existsSync(databaseFolder(dataDir));

/** An embedded DynamoDB that runs in this process. */
export interface Database {
  /**
   * Its URL on 127.0.0.1; the user name in it is the access key id that it requires. Changes with each restart; throws
   * while the database is down.
   */
  readonly endpoint: string;
  /** The writes that are to be announced; undefined when it does not journal them. Another one after each restart; throws while the database is down. */
  readonly journal?: Journal | undefined;
  readonly close: () => Promise<void>;
}

interface DatabaseOptions {
  /**
   * Whether to journal the writes that are to be announced, for a receiver that announces them now or at its next start;
   * never in memory. Otherwise removes those that an earlier run left. @default true
   */
  readonly journals?: boolean | undefined;
  /** Maximum number of writes that the journal keeps: the oldest are dropped. @default 50 000 */
  readonly maxJournalled?: number | undefined;
}

/** Writes the rows that must exist after each start, and receives the new endpoint. */
type PrepareTables = (client: DynamoDBClient, endpoint: string) => Promise<unknown>;

/**
 * Starts the embedded DynamoDB on a folder (created when missing) or in memory, in a thread of its own, so that a busy
 * database does not delay the receiver's answers. After a crash, such as on a full disk, it restarts with backoff, on
 * another port and with another key, because another process may have taken the port. Throws when the folder cannot be
 * written or is in use.
 */
export async function startDatabase(
  dataDir: string,
  prepare: PrepareTables = async () => {},
  { journals = true, maxJournalled }: DatabaseOptions = {},
): Promise<Database> {
  const path = dataDir === IN_MEMORY ? undefined : databaseFolder(dataDir);
  if (path !== undefined) openDataDir(dataDir);
  const unlock = path === undefined ? async () => {} : await lockDataDir(dataDir);
  const options = { path, journals: journals && path !== undefined, maxJournalled };
  try {
    return await supervise(() => startOnce(options, prepare), unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** Starts a database, and again whenever it ends. `onClosed` is called once it is closed. Throws when it cannot start at first. */
async function supervise(start: () => ReturnType<typeof startOnce>, onClosed: () => Promise<void>): Promise<Database> {
  let current = await start();
  const startAgain = async () => {
    current = await start();
    return current;
  };
  const supervisor = new Supervisor(current, startAgain, logFailure);
  const running = () => {
    if (current.isRunning()) return current;
    throw new Error('The embedded database has failed and is restarting.');
  };
  return {
    get endpoint() {
      return running().endpoint;
    },
    get journal() {
      return running().journal;
    },
    close: async () => {
      await supervisor.stop();
      await onClosed();
    },
  };
}

interface StartOptions extends DatabaseOptions {
  readonly path: string | undefined;
}

async function startOnce(options: StartOptions, prepare: PrepareTables) {
  const accessKeyId = createSecret();
  const thread = await startThread({ ...options, accessKeyId });
  const endpoint = `http://${accessKeyId}@127.0.0.1:${thread.port}`;
  const failed = thread.ended.then((cause) => Promise.reject(cause));
  await Promise.race([prepareTables(endpoint, prepare), failed]).catch(async (error) => {
    await thread.kill();
    throw error;
  });
  return { ...thread, endpoint };
}

/** Logs why the database failed, or why it could not restart. */
function logFailure(error: unknown): void {
  const cause = error instanceof Error ? (error.cause ?? error) : error; // LevelDB wraps the errors of the system
  console.error(`The embedded database failed and is restarting: ${cause}`);
}

/**
 * Creates a client of a DynamoDB on this machine: of a fixed endpoint, whose user name is the access key id, or of the
 * embedded database, wherever it currently listens.
 */
export function connect(to: string | Pick<Database, 'endpoint'>, options?: LocalClientOptions): DynamoDBClient {
  return createClient(() => new URL(typeof to === 'string' ? to : to.endpoint), options);
}

async function prepareTables(endpoint: string, prepare: PrepareTables): Promise<void> {
  const client = connect(endpoint);
  try {
    await createTables(client);
    await prepare(client, endpoint);
  } finally {
    client.destroy();
  }
}
