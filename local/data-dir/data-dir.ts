import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertOwnDataDir } from './ownership.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** The folder in which `npm start` stores its data, unless DATA_DIR names another. */
export const DEFAULT_DATA_DIR = '.local';

/** The DATA_DIR of a receiver that stores nothing on the disk. */
export const IN_MEMORY = ':memory:';

/** A receiver that runs on this machine, as the other commands find it. */
export interface RunningReceiver {
  readonly url: string;
  readonly token: string;
  /** The endpoint of its embedded DynamoDB, with the access key id: `Database.endpoint`, a secret. */
  readonly dynamodb: string;
}

const RUNNING_FILE = 'running.json';
const TOKEN_FILE = 'token';

/** The `running.json` of a receiver. Its database moves each time it restarts, and the file is written again. */
export class RunningFile {
  readonly #dataDir: string;
  #receiver: Partial<RunningReceiver>;
  #removeFile = () => {};

  constructor(dataDir: string, receiver: Partial<RunningReceiver>) {
    this.#dataDir = dataDir;
    this.#receiver = receiver;
  }

  /** Adds these properties, and writes the file once it has all of them. */
  async publish(properties: Partial<RunningReceiver>): Promise<void> {
    this.#receiver = { ...this.#receiver, ...properties };
    const { url, token, dynamodb } = this.#receiver;
    if (url === undefined || token === undefined || dynamodb === undefined) return;
    this.#removeFile = await writeRunningFile(this.#dataDir, { url, token, dynamodb });
  }

  /** Deletes the file for good: a database that restarts later does not write it again. */
  remove(): void {
    this.#receiver = {};
    this.#removeFile();
  }
}

/** Writes `running.json`, and returns a function that deletes it unless another receiver has replaced it since. */
export async function writeRunningFile(dataDir: string, receiver: RunningReceiver): Promise<() => void> {
  if (dataDir === IN_MEMORY) return () => {};
  const text = `${JSON.stringify(receiver)}\n`;
  await writeFileAtomic(dataDir, RUNNING_FILE, text);
  return () => {
    if (readDataFile(dataDir, RUNNING_FILE) === text) rmSync(join(dataDir, RUNNING_FILE));
  };
}

/** Returns the receiver in `running.json`, or undefined without a valid one. A receiver that was killed leaves its file. */
export function readRunningFile(dataDir: string): RunningReceiver | undefined {
  const text = readDataFile(dataDir, RUNNING_FILE);
  return text === undefined ? undefined : parseRunning(text);
}

function parseRunning(text: string): RunningReceiver | undefined {
  try {
    const { url, token, dynamodb } = JSON.parse(text);
    return URL.canParse(url) && URL.canParse(dynamodb) && isToken(token) ? { url, token, dynamodb } : undefined;
  } catch {
    return undefined; // not JSON, or not an object
  }
}

/** Returns the token that an earlier run stored in plain text, or undefined without a valid one. */
export function readStoredToken(dataDir: string): string | undefined {
  const token = dataDir === IN_MEMORY ? undefined : readDataFile(dataDir, TOKEN_FILE)?.trim();
  return isToken(token) ? token : undefined;
}

export async function storeToken(dataDir: string, token: string): Promise<void> {
  if (dataDir !== IN_MEMORY) await writeFileAtomic(dataDir, TOKEN_FILE, `${token}\n`);
}

/** Whether a text is printable ASCII without spaces, which fits into a URL and a header. */
const isToken = (text: unknown): text is string => typeof text === 'string' && /^[\x21-\x7e]+$/.test(text);

/** Returns the text of a file in a DATA_DIR, or undefined when it is missing. Throws as `assertOwnDataDir` does. */
export function readDataFile(dataDir: string, name: string): string | undefined {
  assertOwnDataDir(dataDir);
  try {
    return readFileSync(join(dataDir, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && MISSING_CODES.includes(String(error.code))) return undefined;
    throw error;
  }
}

/** The file is missing, or a folder of its path is missing or is a file. */
const MISSING_CODES = ['ENOENT', 'ENOTDIR'];
