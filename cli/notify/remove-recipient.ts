import type { Command } from 'commander';
import type { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseRecipientName } from './recipient-name.ts';
import { type RecipientStore, unknownRecipient } from './recipient-store.ts';
import { mayHaveTopic } from './register-recipient.ts';
import { withRecipientStore } from './with-recipient-store.ts';

interface RemoveOptions {
  readonly stack?: string;
  readonly json?: true;
}

/** In s: longer than the notifier takes to see that a recipient is gone. */
const CLEAN_UP_DELAY_S = 10;

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
  if (recipient === undefined || !(await store.remove(name))) throw unknownRecipient(store, name);
  const discarded = await store.withOutbox((outbox) => discard(store, outbox, name));
  if (mayHaveTopic(recipient)) await store.mail?.remove(name);
  return discarded;
}

/** Discards what waits. What is stored by a function that does not know yet of the removal, it discards itself, when it is woken. */
async function discard(store: RecipientStore, outbox: Outbox | undefined, name: string): Promise<number> {
  if (outbox === undefined) return 0;
  await store.wake(name, CLEAN_UP_DELAY_S);
  const { waiting, deadLetters } = await outbox.counts(name);
  await outbox.discard(name);
  return waiting + deadLetters;
}

const removedText = ({ name: place, stack }: RecipientStore, name: string, discarded: number): string =>
  `Removed ${name} in ${place}${stack === undefined ? '' : ', which counts within 5 s'}: nothing more is sent to it${discarded === 0 ? '' : `, and ${pluralize(discarded, 'notification')} that waited ${discarded === 1 ? 'is' : 'are'} discarded`}.`;
