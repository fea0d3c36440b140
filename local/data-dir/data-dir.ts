import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { IN_MEMORY } from '../database/database.ts';
import { assertOwnDataDir } from './ownership.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** Where `npm start` keeps what it keeps, unless DATA_DIR says otherwise. */
export const DEFAULT_DATA_DIR = '.local';

/** A receiver that runs on this machine, as the other commands find it. */
export interface RunningReceiver {
  readonly url: string;
  readonly token: string;
  /** Where its embedded DynamoDB answers: `Database.endpoint`, a secret. */
  readonly dynamodb: string;
}

const RUNNING_FILE = 'running.json';
const TOKEN_FILE = 'token';

/** Tells the other commands where the receiver is; the answer takes it back, unless another one is announced there by then. */
export async function writeRunningFile(dataDir: string, running: RunningReceiver): Promise<() => void> {
  if (dataDir === IN_MEMORY) return () => {};
  const text = `${JSON.stringify(running)}\n`;
  await writeFileAtomic(dataDir, RUNNING_FILE, text);
  return () => {
    if (readDataFile(dataDir, RUNNING_FILE) === text) rmSync(join(dataDir, RUNNING_FILE));
  };
}

/** The receiver that was announced; undefined when none was, in a file that can be read. One that was killed is still announced. */
export function readRunningFile(dataDir: string): RunningReceiver | undefined {
  const text = readDataFile(dataDir, RUNNING_FILE);
  return text === undefined ? undefined : parseRunning(text);
}

function parseRunning(text: string): RunningReceiver | undefined {
  try {
    const { url, token, dynamodb } = JSON.parse(text);
    return URL.canParse(url) && URL.canParse(dynamodb) && isToken(token) ? { url, token, dynamodb } : undefined;
  } catch {
    return undefined; // no JSON, or no object
  }
}

/** The token that an earlier run kept, readable: on this machine only; undefined when there is none, or what is there cannot be one. */
export function readStoredToken(dataDir: string): string | undefined {
  const token = dataDir === IN_MEMORY ? undefined : readDataFile(dataDir, TOKEN_FILE)?.trim();
  return isToken(token) ? token : undefined;
}

export async function storeToken(dataDir: string, token: string): Promise<void> {
  if (dataDir !== IN_MEMORY) await writeFileAtomic(dataDir, TOKEN_FILE, `${token}\n`);
}

/** Whether a URL and a header can carry it. */
const isToken = (text: unknown): text is string => typeof text === 'string' && /^[\x21-\x7e]+$/.test(text);

/** The text of a file that a DATA_DIR keeps; undefined when there is none. Throws as `expectOwnFolder` does. */
export function readDataFile(dataDir: string, name: string): string | undefined {
  assertOwnDataDir(dataDir);
  try {
    return readFileSync(join(dataDir, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && MISSING_CODES.includes(String(error.code))) return undefined;
    throw error;
  }
}

/** A file is missing, or a folder above it, which may be a file. */
const MISSING_CODES = ['ENOENT', 'ENOTDIR'];
