import { IN_MEMORY } from '../database/database.ts';
import { createSecret } from '../token-table.ts';
import { readDataFile } from './data-dir.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

const LOST_KEY_FILE = 'lost-key';

/** 32 bytes in base64url: whatever else the file holds is no key. */
const KEY_PATTERN = /^[\w-]{43}$/;

/** The key under which the receiver of a folder signs what it can keep nowhere: made at the first start; in memory, at each. */
export async function ensureLostKey(dataDir: string): Promise<string> {
  const stored = readLostKey(dataDir);
  if (stored !== undefined) return stored;
  const key = createSecret();
  if (dataDir !== IN_MEMORY) await writeFileAtomic(dataDir, LOST_KEY_FILE, `${key}\n`);
  return key;
}

/** The key that an earlier start made; undefined when none did. */
export function readLostKey(dataDir: string): string | undefined {
  const text = dataDir === IN_MEMORY ? undefined : readDataFile(dataDir, LOST_KEY_FILE)?.trim();
  return text !== undefined && KEY_PATTERN.test(text) ? text : undefined;
}
