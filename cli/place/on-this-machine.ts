import { existsSync } from 'node:fs';
import { DEFAULT_DATA_DIR, type Running } from '../../local/data-dir.ts';
import {
  connect,
  type Database,
  hasDatabase,
  IN_MEMORY,
  STREAMS_TABLE,
  startDatabase,
  TOKENS_TABLE,
} from '../../local/database.ts';
import { folderFailure } from '../../local/folder-failure.ts';
import { expectOwnFolder } from '../../local/own-folder.ts';
import { runningOn } from '../../local/running.ts';
import type { OpenPlace, WaitingPlace, WhereNone } from './place.ts';

/** The tables of this machine: those of the receiver that runs on DATA_DIR, or else the folder itself. */
export async function openLocal(whereNone: WhereNone): Promise<OpenPlace> {
  const dataDir = keptDataDir();
  const running = await runningOn(dataDir);
  if (running !== undefined) return openRunning(dataDir, running);
  if (whereNone === 'refuse' && !hasDatabase(dataDir))
    throw new Error(
      `DATA_DIR: received "${dataDir}", which holds no database; expected the folder of a receiver: npm start makes one.`,
    );
  return openFolder(dataDir);
}

/** Where events wait on this machine, whether or not a receiver runs. Throws where there is no such folder. */
export function localWaiting(): WaitingPlace {
  const dataDir = keptDataDir();
  expectOwnFolder(dataDir);
  if (existsSync(dataDir)) return { name: `the folder ${dataDir}`, dataDir };
  throw new Error(`DATA_DIR: received "${dataDir}", which is not there; expected the folder of a receiver.`);
}

function keptDataDir(dataDir = process.env.DATA_DIR || DEFAULT_DATA_DIR): string {
  if (dataDir !== IN_MEMORY) return dataDir;
  throw new Error(`DATA_DIR: received "${IN_MEMORY}", which keeps nothing; expected a folder, such as .local.`);
}

const tables = { streams: STREAMS_TABLE, tokens: TOKENS_TABLE };

function openRunning(dataDir: string, { dynamodb, url }: Running): OpenPlace {
  const client = connect(dynamodb);
  return { client, tables, url, name: url, dataDir, close: async () => client.destroy() };
}

async function openFolder(dataDir: string): Promise<OpenPlace> {
  const database = await startedOn(dataDir);
  const client = connect(database);
  const close = async () => {
    client.destroy();
    await database.close();
  };
  return { client, tables, url: undefined, name: `the folder ${dataDir}`, dataDir, close };
}

async function startedOn(dataDir: string): Promise<Database> {
  try {
    return await startDatabase(dataDir);
  } catch (error) {
    const words = folderFailure(error, dataDir);
    throw words === undefined ? error : new Error(words);
  }
}
