import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RECIPIENT_NAME, type Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { readRecipient, toRegistered } from '../../lambda/notifying/recipients/registered-recipient.ts';
import { IN_MEMORY, readDataFile } from '../data-dir/data-dir.ts';
import { assertOwnDataDir, openDataDir } from '../data-dir/ownership.ts';
import { writeFileAtomic } from '../data-dir/write-file-atomic.ts';

const RECIPIENTS_FILE = 'notify.json';

/** An entry that has a name, but is no recipient otherwise: it harms no other, and stays as it is until that name is set or removed. */
export class UnreadableEntry {
  /** What stands in the file; it may hold secrets. */
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

export type RecipientEntry = Recipient | UnreadableEntry;

/**
 * Reads the recipients in a DATA_DIR, by name; none without the file. Throws, on one line, when the file holds something else,
 * or an entry without a name: then nobody can say who is missing.
 */
export function readRecipientsFile(dataDir: string): Map<string, RecipientEntry> {
  const text = dataDir === IN_MEMORY ? undefined : readDataFile(dataDir, RECIPIENTS_FILE);
  if (text === undefined) return new Map();
  try {
    const entries: [string, RecipientEntry][] = JSON.parse(text).map(readEntry);
    return new Map(entries);
  } catch {
    throw new Error(
      `${join(dataDir, RECIPIENTS_FILE)}: received something else than a list of recipients; correct it, or remove it and register them again: npm run notify -- set.`, // not quoted: it holds secrets
    );
  }
}

/** Replaces the recipients in a DATA_DIR, which is created where it is missing. The file is readable for this user only. */
export async function writeRecipientsFile(
  dataDir: string,
  recipients: ReadonlyMap<string, RecipientEntry>,
): Promise<void> {
  if (existsSync(dataDir)) assertOwnDataDir(dataDir);
  else openDataDir(dataDir);
  const entries = [...recipients.values()].map((entry) =>
    entry instanceof UnreadableEntry ? entry.value : toRegistered(entry),
  );
  await writeFileAtomic(dataDir, RECIPIENTS_FILE, `${JSON.stringify(entries, null, 2)}\n`);
}

function readEntry(value: unknown): [string, RecipientEntry] {
  const { name } = Object(value);
  try {
    return [name, readRecipient(value)];
  } catch (error) {
    if (typeof name === 'string' && RECIPIENT_NAME.test(name)) return [name, new UnreadableEntry(value)];
    throw error;
  }
}
