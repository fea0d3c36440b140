import { DEFAULT_DATA_DIR, type Running } from '../data-dir.ts';
import { connect, type Database, IN_MEMORY, STREAMS_TABLE, startDatabase, TOKENS_TABLE } from '../database.ts';
import { runningOn } from '../running.ts';
import type { OpenPlace } from './place.ts';

/** The tables of this machine: those of the receiver that runs on DATA_DIR, or else the folder itself. */
export async function openLocal(dataDir = process.env.DATA_DIR || DEFAULT_DATA_DIR): Promise<OpenPlace> {
  if (dataDir === IN_MEMORY)
    throw new Error(`DATA_DIR: received "${IN_MEMORY}", which keeps nothing; expected a folder, such as .local.`);
  const running = await runningOn(dataDir);
  return running === undefined ? openFolder(dataDir) : openRunning(dataDir, running);
}

const tables = { streams: STREAMS_TABLE, tokens: TOKENS_TABLE };

function openRunning(dataDir: string, { dynamodb, url }: Running): OpenPlace {
  const client = connect(dynamodb);
  return { client, tables, url, name: url, dataDir, close: async () => client.destroy() };
}

async function openFolder(dataDir: string): Promise<OpenPlace> {
  const database = await startedOn(dataDir);
  const client = connect(database.endpoint);
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
    const cause = error instanceof Error ? (error.cause ?? error) : error; // LevelDB wraps the system's
    throw new Error(
      `The data folder ${dataDir} cannot be opened (${cause instanceof Error ? cause.message : cause}): end what else uses it, or choose another, as in DATA_DIR=.local-2.`,
    );
  }
}
