import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IN_MEMORY } from './database.ts';

/** Where `npm start` keeps what it keeps, unless DATA_DIR says otherwise. */
export const DEFAULT_DATA_DIR = '.local';

/** A receiver that runs on this machine, as the other commands find it. */
export interface Running {
  readonly url: string;
  readonly token: string;
  /** Where its embedded DynamoDB answers. */
  readonly dynamodb: string;
}

const runningFile = (dataDir: string) => join(dataDir, 'running.json');
const tokenFile = (dataDir: string) => join(dataDir, 'token');

/** Tells the other commands where the receiver is; the answer takes it back. */
export function announce(dataDir: string, running: Running): () => void {
  if (dataDir === IN_MEMORY) return () => {};
  writeFileSync(runningFile(dataDir), `${JSON.stringify(running)}\n`, { mode: 0o600 });
  return () => rmSync(runningFile(dataDir), { force: true });
}

/** The receiver that was announced; undefined when none was. One that was killed is still announced. */
export function announced(dataDir: string): Running | undefined {
  const text = readIfThere(runningFile(dataDir));
  return text === undefined ? undefined : JSON.parse(text);
}

/** The token that an earlier run kept, readable: on this machine only. */
export function keptToken(dataDir: string): string | undefined {
  return dataDir === IN_MEMORY ? undefined : readIfThere(tokenFile(dataDir))?.trim();
}

export function keepToken(dataDir: string, token: string): void {
  if (dataDir !== IN_MEMORY) writeFileSync(tokenFile(dataDir), `${token}\n`, { mode: 0o600 });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
