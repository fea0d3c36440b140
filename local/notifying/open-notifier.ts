import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { defaultPolicy } from '../../lambda/notifying/planning/notify-policy.ts';
import type { RecipientsByName } from '../../lambda/notifying/recipients/ssm-recipients.ts';
import { send } from '../../lambda/notifying/sending/send-payload.ts';
import { Table } from '../../lambda/table/table.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { connect, type Database } from '../database/database.ts';
import { NOTIFICATIONS_TABLE } from '../database/embedded-tables.ts';
import { createFailingReports } from './failing-reports.ts';
import { LocalNotifier } from './local-notifier.ts';
import { readRecipientsFile, UnreadableEntry } from './recipients-file.ts';

/** Announcements reach the outbox in the order of their streams: none is waited for. */
const policy = { ...defaultPolicy, settleMs: 0 };

/** The time, in ms since the epoch. */
const now = Date.now;

interface OpenNotifierOptions {
  readonly dataDir: string;
  readonly database: Database;
  /** The URL of the board, for links. */
  readonly boardUrl: string;
}

/** Opens the notifier of a DATA_DIR, over connections of its own. Mail needs a deployment. */
export function openNotifier({ dataDir, database, boardUrl }: OpenNotifierOptions) {
  const client = connect(database);
  const notifier = new LocalNotifier({
    outbox: new Outbox(new Table(client, NOTIFICATIONS_TABLE)),
    readRecipients: () => readRecipients(dataDir),
    send: (recipient, payload) => send(recipient, payload, { now, publish: null }),
    now,
    policy,
    boardUrl,
    onFailing: createFailingReports(console.error),
    onError: (error) => console.error(toPrintable(error.message)),
  });
  const stop = async () => {
    await notifier.stop();
    client.destroy();
  };
  return { start: () => notifier.start(), dispatch: notifier.dispatch.bind(notifier), stop };
}

function readRecipients(dataDir: string): RecipientsByName {
  const entries = [...readRecipientsFile(dataDir)];
  return new Map(entries.map(([name, entry]) => [name, entry instanceof UnreadableEntry ? undefined : entry]));
}
