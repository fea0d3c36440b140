import type { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import type { ListedRecipient } from './listed-recipient.ts';

/** A recipient as `list` prints it, with what waits for it and what it answered last. */
export type RecipientStatus = ListedRecipient & Awaited<ReturnType<typeof readStatus>>;

/** Reads what waits for a recipient, and how deliveries to it go. Times are ISO 8601. */
export async function readStatus(outbox: Outbox | undefined, name: string) {
  const { waiting = 0, deadLetters = 0 } = { ...(await outbox?.counts(name)) };
  const { failingSince = null, lastAnswer = null } = { ...(await outbox?.workers.state(name)) };
  return {
    waiting,
    deadLetters,
    failingSince: failingSince === null ? null : new Date(failingSince).toISOString(),
    lastAnswer: lastAnswer && { ...lastAnswer, at: new Date(lastAnswer.at).toISOString() },
  };
}
