import type { Command } from 'commander';
import { mapConcurrently } from '../../lambda/map-concurrently.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { toPrintableJson } from '../../terminal/printable.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import { stackOption } from '../connection/with-connection.ts';
import { toListedRecipient } from './listed-recipient.ts';
import { type RecipientStatus, readStatus } from './recipient-status.ts';
import { notifyCommand, type RecipientStore, unreadable } from './recipient-store.ts';
import { renderRecipients } from './render-recipients.ts';
import { withRecipientStore } from './with-recipient-store.ts';

/** Recipients that are looked at at once. */
const CONCURRENCY = 5;

/** Adds `list`, which prints every recipient without its secrets. */
export function addList(notify: Command): void {
  notify
    .command('list')
    .description('list the recipients, without secrets: the URL of a chat is one')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action(({ stack, json }: { stack?: string; json?: true }) =>
      withRecipientStore(stack, async (store) => {
        const { recipients, unreadable: names } = await store.list();
        const all = await readAll(store, recipients);
        if (json) console.log(toPrintableJson(all));
        else if (all.length > 0) console.log(renderRecipients(all, Date.now(), detectTerminal()));
        else if (names.length === 0)
          console.log(`No recipients in ${store.name}: ${notifyCommand(store, 'set --help')}`);
        if (names.length > 0) throw unreadable(store, names);
      }),
    );
}

function readAll(store: RecipientStore, recipients: readonly Recipient[]): Promise<RecipientStatus[]> {
  if (recipients.length === 0) return Promise.resolve([]);
  return store.withOutbox((outbox) =>
    mapConcurrently(recipients, CONCURRENCY, async (recipient) => {
      const subscribers = recipient.style === 'mail' ? await store.mail?.subscribers(recipient.to) : undefined;
      return { ...toListedRecipient(recipient, subscribers), ...(await readStatus(outbox, recipient.name)) };
    }),
  );
}
