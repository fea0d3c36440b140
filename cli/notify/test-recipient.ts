import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { DeliveryOutcome } from '../../lambda/notifying/notification.ts';
import type { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseRecipientName } from './recipient-name.ts';
import { type RecipientStore, requireRecipient } from './recipient-store.ts';
import { withRecipientStore } from './with-recipient-store.ts';

interface TestOptions {
  readonly stack?: string;
  readonly json?: true;
}

/** The answer is waited for so long, in ms: a cold start, a try of 5 s, and what is in between. */
const TIMEOUT_MS = 30_000;
const POLL_MS = 300;

/** Adds `test`, which sends a test to a recipient, end to end, and fails when it is not accepted. */
export function addTest(notify: Command): void {
  notify
    .command('test')
    .description('send an event marked as a test, end to end, and say what was answered; exit code 1 when it failed')
    .argument('<name>', 'the name of the recipient')
    .option(...stackOption)
    .option('--json', 'JSON output')
    .action((received: string, { stack, json }: TestOptions) => {
      const name = parseRecipientName(received);
      return withRecipientStore(stack, async (store) => {
        store.assertSends();
        const recipient = await requireRecipient(store, name);
        await assertConfirmed(store, recipient);
        const { ok, text, ms } = await test(store, name);
        if (json) console.log(toPrintableJson({ name, ok, text, ms }));
        else if (ok) console.log(toPrintable(`${name}: ${text} after ${ms} ms. ${lookFor[recipient.style]}`));
        if (!ok)
          throw new Error(
            `${name}: received "${toPrintable(text)}", expected it to accept the test. ${adviseOn(text)}`,
          );
      });
    });
}

/** Where the test is to be seen. */
const lookFor: Readonly<Record<Recipient['style'], string>> = {
  slack: 'The test is in the channel.',
  teams: 'The test is in the channel, unless its workflow failed, which Teams does not say.',
  discord: 'The test is in the channel.',
  envelope: 'It has accepted the test, which is marked "test": true.',
  mail: 'The test is on its way by mail.',
};

/** Returns what to do about the outcome of a test that was not accepted. */
function adviseOn(text: string): string {
  if (text.startsWith('not sent')) return 'Set it again, with another URL or with that option.';
  if (/^answered (401|403|404|410)/.test(text))
    return 'Its URL was revoked, or is not the one of this service: set it again.';
  if (/^answered 4/.test(text)) return 'It is up, and refuses the message: check its --style, and what it says.';
  if (/^answered 3/.test(text)) return 'Set it again with the URL that it redirects to.';
  if (/^answered/.test(text)) return 'It is up, and fails itself: see its own log.';
  return 'Check that it is up, its name and its certificate; with another URL, set it again.';
}

/** AWS takes mails for an address that is not confirmed, and sends them to nobody. */
async function assertConfirmed({ mail }: RecipientStore, { name, style, to }: Recipient): Promise<void> {
  if (style !== 'mail' || mail === undefined) return;
  const subscribers = await mail.subscribers(to);
  if (subscribers.some(({ confirmed }) => confirmed)) return;
  const [address = 'the address'] = subscribers.map((each) => each.address);
  throw new Error(`${name}: received no confirmation by ${address} yet, expected its owner to open the link in the mail of AWS; to have that mail sent again, set it again.`); // biome-ignore format: a sentence
}

const test = (store: RecipientStore, name: string): Promise<DeliveryOutcome> =>
  store.withOutbox(async (outbox) => {
    const testId = randomUUID();
    await store.requestTest(outbox, testId, name);
    return waitForOutcome(outbox, testId, store);
  });

async function waitForOutcome(
  outbox: Outbox | undefined,
  testId: string,
  store: RecipientStore,
): Promise<DeliveryOutcome> {
  for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    const outcome = await outbox?.tests.read(testId);
    if (outcome !== undefined) return outcome;
  }
  throw new Error(
    `The test: received no outcome within ${TIMEOUT_MS / 1_000} s, expected one: see ${store.whereToLook}.`,
  );
}
