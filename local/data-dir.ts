import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { IN_MEMORY } from './database.ts';
import { expectOwnFolder } from './own-folder.ts';
import { writeWhole } from './whole-file.ts';

/** Where `npm start` keeps what it keeps, unless DATA_DIR says otherwise. */
export const DEFAULT_DATA_DIR = '.local';

/** A receiver that runs on this machine, as the other commands find it. */
export interface Running {
  readonly url: string;
  readonly token: string;
  /** Where its embedded DynamoDB answers: `Database.endpoint`, a secret. */
  readonly dynamodb: string;
}

const RUNNING_FILE = 'running.json';
const TOKEN_FILE = 'token';

/** Tells the other commands where the receiver is; the answer takes it back, unless another one is announced there by then. */
export async function announce(dataDir: string, running: Running): Promise<() => void> {
  if (dataDir === IN_MEMORY) return () => {};
  const text = `${JSON.stringify(running)}\n`;
  await writeWhole(dataDir, RUNNING_FILE, text);
  return () => {
    if (readIfThere(dataDir, RUNNING_FILE) === text) rmSync(join(dataDir, RUNNING_FILE));
  };
}

/** The receiver that was announced; undefined when none was, in a file that can be read. One that was killed is still announced. */
export function announced(dataDir: string): Running | undefined {
  const text = readIfThere(dataDir, RUNNING_FILE);
  return text === undefined ? undefined : readRunning(text);
}

function readRunning(text: string): Running | undefined {
  try {
    const { url, token, dynamodb } = JSON.parse(text);
    return URL.canParse(url) && URL.canParse(dynamodb) && isToken(token) ? { url, token, dynamodb } : undefined;
  } catch {
    return undefined; // no JSON, or no object
  }
}

/** The token that an earlier run kept, readable: on this machine only; undefined when there is none, or what is there cannot be one. */
export function keptToken(dataDir: string): string | undefined {
  const token = dataDir === IN_MEMORY ? undefined : readIfThere(dataDir, TOKEN_FILE)?.trim();
  return isToken(token) ? token : undefined;
}

export async function keepToken(dataDir: string, token: string): Promise<void> {
  if (dataDir !== IN_MEMORY) await writeWhole(dataDir, TOKEN_FILE, `${token}\n`);
}

/** Whether a URL and a header can carry it. */
const isToken = (text: unknown): text is string => typeof text === 'string' && /^[\x21-\x7e]+$/.test(text);

/** The text of a file that a DATA_DIR keeps; undefined when there is none. Throws as `expectOwnFolder` does. */
export function readIfThere(dataDir: string, name: string): string | undefined {
  expectOwnFolder(dataDir);
  try {
    return readFileSync(join(dataDir, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && MISSING.includes(String(error.code))) return undefined;
    throw error;
  }
}

/** A file is missing, or a folder above it, which may be a file. */
const MISSING = ['ENOENT', 'ENOTDIR'];
