import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { Table } from '../../lambda/table/table.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { hasDatabase } from '../../local/database/database.ts';
import { NOTIFICATIONS_TABLE } from '../../local/database/embedded-tables.ts';
import {
  type RecipientEntry,
  readRecipientsFile,
  UnreadableEntry,
  writeRecipientsFile,
} from '../../local/notifying/recipients-file.ts';
import { openLocalConnection, persistentDataDir } from '../connection/local-connection.ts';
import type { RecipientStore, RegisteredRecipients } from './recipient-store.ts';

/** Returns the recipients in DATA_DIR; a receiver that runs there reads them anew each time that it looks. */
export function localRecipientStore(): RecipientStore {
  const dataDir = persistentDataDir();
  const read = () => readRecipientsFile(dataDir);
  return {
    name: `the folder ${dataDir}`,
    stack: undefined,
    assertSends: () => {},
    list: async () => toRegisteredRecipients(read()),
    read: async (name) => {
      const entry = read().get(name);
      return entry instanceof UnreadableEntry ? 'unreadable' : entry;
    },
    put: (recipient) => writeRecipientsFile(dataDir, read().set(recipient.name, recipient)),
    remove: async (name) => {
      const recipients = read();
      if (!recipients.delete(name)) return false;
      await writeRecipientsFile(dataDir, recipients);
      return true;
    },
    mail: undefined,
    withOutbox: (use) => withLocalOutbox(dataDir, use),
    requestTest: async (outbox, testId, name) => {
      await assertRuns(dataDir);
      await outbox?.tests.request(testId, name, Date.now());
    },
    wake: async () => {}, // a receiver that runs there looks each second
    whereToLook: 'what npm start prints',
  };
}

function toRegisteredRecipients(entries: ReadonlyMap<string, RecipientEntry>): RegisteredRecipients {
  const all = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    recipients: all.flatMap(([, entry]) => (entry instanceof UnreadableEntry ? [] : [entry])),
    unreadable: all.flatMap(([name, entry]) => (entry instanceof UnreadableEntry ? [name] : [])),
  };
}

/** Uses the outbox of the receiver that runs on a folder, or opens the folder's database. */
async function withLocalOutbox<T>(dataDir: string, use: (outbox: Outbox | undefined) => Promise<T>): Promise<T> {
  if (!hasDatabase(dataDir)) return use(undefined);
  const connection = await openLocalConnection('refuse');
  try {
    return await use(createOutbox(connection.client));
  } finally {
    await connection.close();
  }
}

const createOutbox = (client: DynamoDBClient): Outbox => new Outbox(new Table(client, NOTIFICATIONS_TABLE));

async function assertRuns(dataDir: string): Promise<void> {
  if ((await findRunningReceiver(dataDir)) !== undefined) return;
  throw new Error(
    `No receiver runs on the folder ${dataDir}, expected one, which sends the notifications: run npm start, then this again.`,
  );
}
