import type { Command } from 'commander';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseRecipientName } from './recipient-name.ts';
import { notifyCommand, type RecipientStore } from './recipient-store.ts';
import { withRecipientStore } from './with-recipient-store.ts';

interface RemoveOptions {
  readonly stack?: string;
  readonly json?: true;
}

/** Adds `remove`, which removes a recipient with all that waits for it. */
export function addRemove(notify: Command): void {
  notify
    .command('remove')
    .description('remove a recipient: nothing more is sent to it, and what waits is discarded')
    .argument('<name>', 'the name of the recipient')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((received: string, { stack, json }: RemoveOptions) => {
      const name = parseRecipientName(received);
      return withRecipientStore(stack, async (store) => {
        const discarded = await remove(store, name);
        console.log(json ? toPrintableJson({ name, discarded }) : toPrintable(removedText(store, name, discarded)));
      });
    });
}

/** Removes a recipient, then what belongs to it; returns how many notifications were discarded. */
async function remove(store: RecipientStore, name: string): Promise<number> {
  const recipient = await store.read(name);
  if (recipient === undefined || !(await store.remove(name)))
    throw new Error(
      `NAME: received "${name}", expected a recipient of ${store.name}: see ${notifyCommand(store, 'list')}`,
    );
  if (recipient !== 'unreadable' && recipient.style === 'mail') await store.mail?.remove(recipient.to);
  return store.withOutbox(async (outbox) => {
    if (outbox === undefined) return 0;
    const { waiting, deadLetters } = await outbox.counts(name);
    await outbox.discard(name);
    return waiting + deadLetters;
  });
}

const removedText = ({ name: place }: RecipientStore, name: string, discarded: number): string =>
  `Removed ${name} in ${place}: nothing more is sent to it${discarded === 0 ? '' : `, and ${pluralize(discarded, 'notification')} that waited ${discarded === 1 ? 'is' : 'are'} discarded`}.`;
