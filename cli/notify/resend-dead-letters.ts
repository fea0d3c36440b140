import type { Command } from 'commander';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseRecipientName } from './recipient-name.ts';
import { notifyCommand, type RecipientStore, requireRecipient } from './recipient-store.ts';
import { withRecipientStore } from './with-recipient-store.ts';

interface ResendOptions {
  readonly stack?: string;
  readonly json?: true;
}

interface Resent {
  readonly name: string;
  readonly resent: number;
}

/** Adds `resend`, which has dead letters sent again, of one recipient or of each. */
export function addResend(notify: Command): void {
  notify
    .command('resend')
    .description('send dead letters again, with all their retries, and what waits at once')
    .argument('[name]', 'the name of the recipient (default: each)')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((received: string | undefined, { stack, json }: ResendOptions) => {
      const name = received === undefined ? undefined : parseRecipientName(received);
      return withRecipientStore(stack, async (store) => {
        store.assertSends();
        const names = name === undefined ? await namesOf(store) : [(await requireRecipient(store, name)).name];
        const all = await resend(store, names);
        if (json) console.log(toPrintableJson(all));
        else for (const line of resentLines(store, all)) console.log(toPrintable(line));
      });
    });
}

const namesOf = async (store: RecipientStore): Promise<string[]> =>
  (await store.list()).recipients.map(({ name }) => name);

const resend = (store: RecipientStore, names: readonly string[]): Promise<Resent[]> =>
  store.withOutbox(async (outbox) => {
    const all: Resent[] = [];
    for (const name of names) {
      const resent = (await outbox?.resend(name, Date.now())) ?? 0;
      await store.wake(name);
      all.push({ name, resent });
    }
    return all;
  });

function resentLines(store: RecipientStore, all: readonly Resent[]): string[] {
  const lines = all
    .filter(({ resent }) => resent > 0)
    .map(({ name, resent }) => `${pluralize(resent, 'dead letter')} of ${name} ${resent === 1 ? 'is' : 'are'} sent again: watch ${notifyCommand(store, 'list')}`); // biome-ignore format: a sentence
  return lines.length > 0 ? lines : [`No dead letters in ${store.name}: what waits is tried at once.`];
}
