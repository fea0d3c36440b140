import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DetailType } from '../../lambda/announcing/announcement.ts';
import { type Style, styles } from '../../lambda/notifying/recipients/recipient.ts';
import { MAX_GRACE_MS } from '../../lambda/notifying/recipients/registered-recipient.ts';
import { parseDuration } from '../../terminal/duration-option.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseAppName } from '../tokens/app-name.ts';
import { optionTypes, parseTypes } from './announcement-types.ts';
import { describeSet, toSetJson } from './describe-set.ts';
import { parseDestination, readTo } from './destination.ts';
import { parseRecipientName } from './recipient-name.ts';
import type { RecipientStore } from './recipient-store.ts';
import { finishReplacement, type RecipientChoices, registerRecipient } from './register-recipient.ts';
import { withRecipientStore } from './with-recipient-store.ts';

interface SetOptions {
  readonly to: string;
  readonly on?: readonly DetailType[];
  readonly app?: string;
  readonly style?: Style;
  /** In ms. */
  readonly grace?: number;
  readonly allowPrivate?: true;
  readonly stack?: string;
  readonly json?: true;
}

/** Adds `set`, which registers a recipient, or replaces it: what is not given is as by default. */
export function addSet(notify: Command): void {
  notify
    .command('set')
    .description('add a recipient, or replace the one of this name')
    .argument('<name>', 'your name for it, such as team')
    .requiredOption('--to <url|mail>', 'a URL or a mail address; - reads it from a prompt or standard input')
    .option(
      '--on <types...>',
      `only these (default: all; stream-corrected and publish-refused to envelopes only): ${optionTypes}`,
      parseTypes,
    )
    .option('--app <app>', 'only what happens in this app (default: in each)', parseApp)
    .addOption(new Option('--style <style>', 'how messages are written (default: as the URL suggests)').choices(styles))
    .option('--grace <time>', 'send an end only when the stream is not back by then, such as 30s', parseGrace)
    .option('--allow-private', 'the URL may lead to a private address, and then be plain HTTP')
    .option(...stackOption)
    .option('--json', 'JSON output; the secret of an envelope is in it when it is new')
    .action((received: string, { stack, ...options }: SetOptions) => {
      const name = parseRecipientName(received);
      return withRecipientStore(stack, (store) => set(store, name, options));
    });
}

async function set(store: RecipientStore, name: string, { to, json, ...options }: SetOptions): Promise<void> {
  store.assertSends();
  const { on, app = null, grace: graceMs = 0, allowPrivate = false } = options;
  const destination = parseDestination(await readTo(to, name), options.style, allowPrivate);
  const choices: RecipientChoices = { name, destination, on, app, graceMs, allowPrivate };
  const registered = await registerRecipient(store, choices);
  if (json) console.log(toPrintableJson(toSetJson(registered)));
  else for (const line of describeSet(registered, store)) console.log(toPrintable(line));
  await finishReplacement(store, registered); // after the secret is shown, which is shown once
}

function parseApp(received: string): string {
  if (received === '*') throw new InvalidArgumentError('Expected the name of one app; without --app each app counts.');
  return parseAppName(received);
}

function parseGrace(received: string): number {
  const graceMs = parseDuration(received);
  if (graceMs <= MAX_GRACE_MS) return graceMs;
  throw new InvalidArgumentError('Expected at most 1d.');
}
