import { type DeliveryDeps, deliver } from '../../lambda/notifying/delivery/deliver.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';

/**
 * Returns a function that takes a turn of a recipient when something waits for it. For one call at a time, in the process that
 * has locked the DATA_DIR: a lease that is left is of an earlier run, or of a turn whose database failed, and is broken.
 */
export function createRecipientTurn(deps: DeliveryDeps): (recipient: Recipient) => Promise<void> {
  const { outbox, now } = deps;
  let mayBeLeased = true;
  return async (recipient) => {
    if (!(await outbox.hasPending(recipient.name))) return;
    if (mayBeLeased) await outbox.workers.breakLease(recipient.name, now());
    mayBeLeased = true;
    await deliver(recipient, deps);
    mayBeLeased = false;
  };
}
