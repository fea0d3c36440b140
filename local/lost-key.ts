import { readIfThere } from './data-dir.ts';
import { IN_MEMORY } from './database.ts';
import { newSecret } from './token-table.ts';
import { writeWhole } from './whole-file.ts';

const FILE = 'lost-key';

/** 32 bytes in base64url: whatever else the file holds is no key. */
const KEY = /^[\w-]{43}$/;

/** The key under which the receiver of a folder signs what it can keep nowhere: made at the first start; in memory, at each. */
export async function lostKey(dataDir: string): Promise<string> {
  const kept = keptLostKey(dataDir);
  if (kept !== undefined) return kept;
  const key = newSecret();
  if (dataDir !== IN_MEMORY) await writeWhole(dataDir, FILE, `${key}\n`);
  return key;
}

/** The key that an earlier start made; undefined when none did. */
export function keptLostKey(dataDir: string): string | undefined {
  const text = dataDir === IN_MEMORY ? undefined : readIfThere(dataDir, FILE)?.trim();
  return text !== undefined && KEY.test(text) ? text : undefined;
}
