import { earliest } from '../earliest.ts';
import type { Plan } from '../notification.ts';
import type { OutboxEntry } from '../outbox/outbox.ts';
import type { Lease } from '../outbox/worker-store.ts';
import { plan, streamKeyOf } from '../planning/plan.ts';
import type { Recipient } from '../recipients/recipient.ts';
import type { EntryStep } from './lanes.ts';
import { planResent } from './plan-resent.ts';
import type { SenderDeps } from './sender-deps.ts';
import { hasTurnTime } from './turn-time.ts';

/** What is due for a recipient. */
export interface Due {
  /** Those of dead letters that are sent again, then the others. */
  readonly parts: readonly (readonly EntryStep[])[];
  /** When something is due that is not yet, in ms since the epoch; null for nothing. */
  readonly wakeAt: number | null;
  /** Whether more may be due, beyond what was read. */
  readonly more: boolean;
}

/**
 * Finds what is due. As long as all that was read waits, it reads on: a stream that is held, and long graces, hold up no other
 * stream, however many rows they have. What follows of a stream that waits is left out.
 */
export async function findDue(recipient: Recipient, deps: SenderDeps, lease: Lease): Promise<Due> {
  const waiting = new Set<string>();
  let wakeAt: number | null = null;
  for (let after: OutboxEntry | undefined; ; ) {
    const { entries, more } = await deps.outbox.pending(lease.name, after);
    const isBehind = (entry: OutboxEntry) => !entry.isResent && waiting.has(streamKeyOf(entry.announcement));
    const plans = await planEntries(entries.filter((entry) => !isBehind(entry)), recipient, deps); // biome-ignore format: a line
    wakeAt = earliest([wakeAt, ...plans.map((one) => one.wakeAt)]);
    const parts = plans.map(({ steps }) => steps);
    const isDue = parts.some((steps) => steps.length > 0);
    if (isDue || !more || !hasTurnTime(deps, lease)) return { parts, wakeAt, more: more && isDue };
    for (const { announcement } of entries) waiting.add(streamKeyOf(announcement));
    after = entries.at(-1);
  }
}

/** Plans what is sent again, and the others. */
async function planEntries(
  entries: readonly OutboxEntry[],
  recipient: Recipient,
  deps: SenderDeps,
): Promise<Plan<OutboxEntry>[]> {
  const resent = planResent(entries.filter(({ isResent }) => isResent), recipient, deps.now()); // biome-ignore format: a line
  const others = entries.filter(({ isResent }) => !isResent);
  return [resent, await planNew(others, recipient, deps)];
}

async function planNew(
  entries: readonly OutboxEntry[],
  recipient: Recipient,
  { outbox, policy, now }: SenderDeps,
): Promise<Plan<OutboxEntry>> {
  if (recipient.style === 'envelope') return plan(entries, new Map(), recipient, now(), policy);
  const { streams, told } = await outbox.memories(recipient.name, entries);
  const isCopy = ({ announcement }: OutboxEntry) => told.has(announcement.detail.eventId);
  const planned = plan(entries.filter((entry) => !isCopy(entry)), streams, recipient, now(), policy); // biome-ignore format: a line
  const copies = entries.filter(isCopy).map((entry) => ({ entries: [entry], told: null, memory: null }));
  return { ...planned, steps: [...copies, ...planned.steps] };
}
