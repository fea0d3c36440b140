import { existsSync } from 'node:fs';
import { DEFAULT_DATA_DIR, IN_MEMORY, type RunningReceiver } from '../../local/data-dir/data-dir.ts';
import { explainDataDirError } from '../../local/data-dir/explain-data-dir-error.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { assertOwnDataDir } from '../../local/data-dir/ownership.ts';
import { connect, type Database, hasDatabase, startDatabase } from '../../local/database/database.ts';
import { NOTIFICATIONS_TABLE, STREAMS_TABLE, TOKENS_TABLE } from '../../local/database/embedded-tables.ts';
import type { DeferredLocation, OpenConnection, WhenMissing } from './receiver-connection.ts';

/** Connects to the receiver that runs on DATA_DIR, or else opens the database of the folder itself. */
export async function openLocalConnection(whenMissing: WhenMissing): Promise<OpenConnection> {
  const dataDir = persistentDataDir();
  const running = await findRunningReceiver(dataDir);
  if (running !== undefined) return connectToRunning(dataDir, running);
  if (whenMissing === 'refuse') assertHasDatabase(dataDir);
  return openFolder(dataDir);
}

/** Throws for a folder without a database. */
export function assertHasDatabase(dataDir: string): void {
  if (hasDatabase(dataDir)) return;
  throw new Error(
    `DATA_DIR: received "${dataDir}", which holds no database; expected the folder of a receiver: npm start creates one.`,
  );
}

/** Returns the location of this machine's deferred events, whether or not a receiver runs. Throws when DATA_DIR does not exist. */
export function localDeferredLocation(): DeferredLocation & { readonly dataDir: string } {
  const dataDir = persistentDataDir();
  assertOwnDataDir(dataDir);
  if (existsSync(dataDir)) return { name: `the folder ${dataDir}`, dataDir };
  throw new Error(`DATA_DIR: received "${dataDir}", which does not exist; expected the folder of a receiver.`);
}

/** Returns DATA_DIR. Throws when nothing is stored there. */
export function persistentDataDir(dataDir = process.env.DATA_DIR || DEFAULT_DATA_DIR): string {
  if (dataDir !== IN_MEMORY) return dataDir;
  throw new Error(`DATA_DIR: received "${IN_MEMORY}", which stores nothing; expected a folder, such as .local.`);
}

const tables = { streams: STREAMS_TABLE, tokens: TOKENS_TABLE, notifications: NOTIFICATIONS_TABLE };

function connectToRunning(dataDir: string, { dynamodb, url }: RunningReceiver): OpenConnection {
  const client = connect(dynamodb);
  return { client, tables, url, name: url, dataDir, close: async () => client.destroy() };
}

async function openFolder(dataDir: string): Promise<OpenConnection> {
  const database = await startDatabaseOn(dataDir);
  const client = connect(database);
  const close = async () => {
    client.destroy();
    await database.close();
  };
  return { client, tables, url: undefined, name: `the folder ${dataDir}`, dataDir, close };
}

async function startDatabaseOn(dataDir: string): Promise<Database> {
  try {
    return await startDatabase(dataDir);
  } catch (error) {
    const explanation = explainDataDirError(error, dataDir);
    throw explanation === undefined ? error : new Error(explanation);
  }
}
