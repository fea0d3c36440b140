import type { Announcement } from '../announcing/announcement.ts';
import type { NotifyPolicy } from './notification.ts';
import type { Outbox } from './outbox.ts';
import { isRelevant, plan } from './plan.ts';
import type { Recipient } from './recipient.ts';

export interface DispatchDeps {
  readonly recipients: readonly Recipient[];
  readonly outbox: Outbox;
  /** As in `DeliveryDeps`. */
  readonly wake: (name: string, at: number) => Promise<void>;
  /** The time, in ms since the epoch. */
  readonly now: () => number;
  readonly policy: NotifyPolicy;
}

/**
 * Puts announcements into the outbox of each recipient that they concern, and wakes it for them. Copies count once while they
 * wait. Throws, after all recipients, when the table did not answer for one: then call it again with the same.
 */
export async function dispatch(announcements: readonly Announcement[], deps: DispatchDeps): Promise<void> {
  const results = await Promise.allSettled(deps.recipients.map((one) => dispatchTo(one, announcements, deps)));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function dispatchTo(
  recipient: Recipient,
  announcements: readonly Announcement[],
  { outbox, wake, now, policy }: DispatchDeps,
): Promise<void> {
  const { name } = recipient;
  const relevant = announcements.filter((announcement) => isRelevant(recipient, announcement));
  if (relevant.length === 0) return;
  const receivedAt = now();
  await outbox.add(name, relevant, receivedAt);
  const pending = relevant.map((announcement) => ({ announcement, receivedAt, retryAt: 0 }));
  const { steps, wakeAt } = plan(pending, new Map(), recipient, receivedAt, policy);
  const dueAt = steps.length > 0 || wakeAt === null ? receivedAt : wakeAt;
  const { retryAt } = await outbox.state(name); // after the rows: a turn that ends meanwhile has seen them, or is woken
  await wake(name, Math.max(dueAt, retryAt));
}
