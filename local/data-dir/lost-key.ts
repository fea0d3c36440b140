import { createSecret } from '../create-secret.ts';
import { IN_MEMORY, readDataFile } from './data-dir.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

const LOST_KEY_FILE = 'lost-key';

/** 32 bytes in base64url. */
const KEY_PATTERN = /^[\w-]{43}$/;

/** Returns the key that signs the log lines of lost hooks, created at the first start on a folder; in memory, at each start. */
export async function ensureLostKey(dataDir: string): Promise<string> {
  const stored = readLostKey(dataDir);
  if (stored !== undefined) return stored;
  const key = createSecret();
  if (dataDir !== IN_MEMORY) await writeFileAtomic(dataDir, LOST_KEY_FILE, `${key}\n`);
  return key;
}

/** Returns the key that an earlier start created, or undefined without a valid one. */
export function readLostKey(dataDir: string): string | undefined {
  const text = dataDir === IN_MEMORY ? undefined : readDataFile(dataDir, LOST_KEY_FILE)?.trim();
  return text !== undefined && KEY_PATTERN.test(text) ? text : undefined;
}
