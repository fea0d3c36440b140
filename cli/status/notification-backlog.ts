import { mapConcurrently } from '../../lambda/map-concurrently.ts';
import { readStatus } from '../notify/recipient-status.ts';
import type { RecipientStore } from '../notify/recipient-store.ts';
import type { NotificationBacklog, RecipientBacklog } from './status-parts.ts';

/** Recipients that are looked at at once. */
const CONCURRENCY = 5;

/** Reads what the recipients have not been notified of. `queued` are the messages in the queue of the notifier. */
export async function readBacklog(
  store: Pick<RecipientStore, 'list' | 'withOutbox'>,
  queued: number | null,
): Promise<NotificationBacklog> {
  const { recipients, unreadable } = await store.list();
  const backlogs =
    recipients.length === 0
      ? []
      : await store.withOutbox((outbox) =>
          mapConcurrently(recipients, CONCURRENCY, async ({ name }): Promise<RecipientBacklog> => {
            const { waiting, deadLetters, failingSince } = await readStatus(outbox, name);
            return { name, waiting, deadLetters, failingSince };
          }),
        );
  return {
    queued,
    waiting: backlogs.reduce((sum, { waiting }) => sum + waiting, 0),
    deadLetters: backlogs.reduce((sum, { deadLetters }) => sum + deadLetters, 0),
    recipients: backlogs.filter((one) => one.waiting + one.deadLetters > 0 || one.failingSince !== null),
    unreadable,
  };
}
