import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IN_MEMORY } from './database.ts';

/** 32 bytes in base64url: whatever else the file holds is no key. */
const KEY = /^[\w-]{43}$/;

const keyFile = (dataDir: string) => join(dataDir, 'lost-key');

/** The key under which the receiver of a folder signs what it can keep nowhere: made at the first start; in memory, at each. */
export function lostKey(dataDir: string): string {
  const kept = keptLostKey(dataDir);
  if (kept !== undefined) return kept;
  const key = randomBytes(32).toString('base64url');
  if (dataDir !== IN_MEMORY) writePrivate(keyFile(dataDir), `${key}\n`);
  return key;
}

/** The key that an earlier start made; undefined when none did. */
export function keptLostKey(dataDir: string): string | undefined {
  if (dataDir === IN_MEMORY || !existsSync(keyFile(dataDir))) return undefined;
  const text = readFileSync(keyFile(dataDir), 'utf8').trim();
  return KEY.test(text) ? text : undefined;
}

/** Writes a file that is there as a whole, for this user alone, or not at all. */
function writePrivate(path: string, text: string): void {
  const unfinished = `${path}.part`;
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
