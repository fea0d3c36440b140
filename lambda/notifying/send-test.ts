import { toMessages } from './messages/to-messages.ts';
import type { DeliveryOutcome, Payload } from './notification.ts';
import type { Recipient } from './recipients/recipient.ts';
import { createTestAnnouncement } from './test-announcement.ts';

export interface SendTestDeps {
  /** As in `DeliveryDeps`. */
  readonly send: (recipient: Recipient, payload: Payload) => Promise<DeliveryOutcome>;
  /** The time, in ms since the epoch. */
  readonly now: () => number;
  /** The URL of the board, for links; null for none. */
  readonly boardUrl: string | null;
}

/** Sends a recipient an announcement that is marked as a test, once and at once; what it answers never throws. */
export async function sendTest(recipient: Recipient, { send, now, boardUrl }: SendTestDeps): Promise<DeliveryOutcome> {
  const announcement = createTestAnnouncement(recipient, now());
  const step = { entries: [], told: { kind: 'announcement', announcement }, memory: null } as const;
  const [message] = toMessages(recipient, [step], { boardUrl, now: now() });
  if (message === undefined) throw new Error('toMessages: received a step, expected a message of it.');
  return send(recipient, message.payload);
}
