import { toMessages } from '../messages/to-messages.ts';
import type { Message } from '../notification.ts';
import type { OutboxEntry } from '../outbox/outbox.ts';
import type { Recipient } from '../recipients/recipient.ts';
import type { StreamStep } from './lanes.ts';
import type { SenderDeps } from './sender-deps.ts';

/** Returns the first message of some steps; undefined when it cannot be made: what they say came from outside. */
export function writeFirst(
  recipient: Recipient,
  streamSteps: readonly StreamStep[],
  { boardUrl, now }: Pick<SenderDeps, 'boardUrl' | 'now'>,
): Message<OutboxEntry> | undefined {
  const steps = streamSteps.map(({ step }) => step);
  try {
    const [first] = toMessages(recipient, steps, { boardUrl, now: now() });
    return first?.steps.some((step) => steps.includes(step)) ? first : undefined;
  } catch {
    return undefined;
  }
}
