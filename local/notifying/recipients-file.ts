import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipient } from '../../lambda/notifying/recipient.ts';
import { readRecipient, toRegistered } from '../../lambda/notifying/registered-recipient.ts';
import { IN_MEMORY, readDataFile } from '../data-dir/data-dir.ts';
import { assertOwnDataDir, openDataDir } from '../data-dir/ownership.ts';
import { writeFileAtomic } from '../data-dir/write-file-atomic.ts';

const RECIPIENTS_FILE = 'notify.json';

/** Reads the recipients in a DATA_DIR, by name; none without the file. Throws, on one line, when the file holds something else. */
export function readRecipientsFile(dataDir: string): Map<string, Recipient> {
  const text = dataDir === IN_MEMORY ? undefined : readDataFile(dataDir, RECIPIENTS_FILE);
  if (text === undefined) return new Map();
  try {
    const recipients: Recipient[] = JSON.parse(text).map(readRecipient);
    return new Map(recipients.map((recipient) => [recipient.name, recipient]));
  } catch {
    throw new Error(
      `${join(dataDir, RECIPIENTS_FILE)}: received something else than a list of recipients; correct it, or remove it and register them again: npm run notify -- set.`, // not quoted: it holds secrets
    );
  }
}

/** Replaces the recipients in a DATA_DIR, which is created where it is missing. The file is readable for this user only. */
export async function writeRecipientsFile(dataDir: string, recipients: ReadonlyMap<string, Recipient>): Promise<void> {
  if (existsSync(dataDir)) assertOwnDataDir(dataDir);
  else openDataDir(dataDir);
  const entries = [...recipients.values()].map(toRegistered);
  await writeFileAtomic(dataDir, RECIPIENTS_FILE, `${JSON.stringify(entries, null, 2)}\n`);
}
