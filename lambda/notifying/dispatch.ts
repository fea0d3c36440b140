import type { Announcement } from '../announcing/announcement.ts';
import type { NotifyPolicy } from './notification.ts';
import type { Outbox } from './outbox/outbox.ts';
import { isRelevant, plan } from './planning/plan.ts';
import type { Recipient } from './recipients/recipient.ts';

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
 * wait; what is no announcement is left out. Throws, after all recipients, when the table did not answer for one: then call it again with the same.
 */
export async function dispatch(announcements: readonly Announcement[], deps: DispatchDeps): Promise<void> {
  const readable = announcements.filter(isReadable);
  const results = await Promise.allSettled(deps.recipients.map((one) => dispatchTo(one, readable, deps)));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** An id as `toEventId` makes it. */
const EVENT_ID = /^[0-9a-f]{32}$/;

/** Whether an announcement has what its order and its stream are known by: others on the bus may come from elsewhere. */
function isReadable({ time, detail }: Announcement): boolean {
  const { eventId, app, id, sequence = 0 } = Object(detail);
  const hasNames = typeof app === 'string' && (id === null || typeof id === 'string');
  return hasNames && EVENT_ID.test(eventId) && Number.isSafeInteger(sequence) && !Number.isNaN(Date.parse(time));
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
  const { retryAt } = await outbox.workers.state(name); // after the rows: a turn that ends meanwhile has seen them, or is woken
  await wake(name, Math.max(dueAt, retryAt));
}
