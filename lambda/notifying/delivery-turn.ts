import { divideSteps, toLanes } from './lanes.ts';
import type { Tries } from './next-health.ts';
import type { Plan } from './notification.ts';
import type { Lease, OutboxEntry } from './outbox.ts';
import { plan } from './plan.ts';
import { planResent } from './plan-resent.ts';
import type { Recipient } from './recipient.ts';
import { Teller, type TellerDeps } from './teller.ts';

/** What a turn has done. */
export interface TurnResult extends Tries {
  /** Entries that became dead letters. */
  readonly buried: number;
  /** When the next step is due, in ms since the epoch; null when nothing waits. */
  readonly wakeAt: number | null;
}

/** The posts to a recipient of envelopes at once, each of another stream. */
const STREAMS_AT_ONCE = 5;

/** Tells a recipient what is due, under a lease. Throws when the table does not answer, after all posts that are under way. */
export async function runTurn(recipient: Recipient, deps: TellerDeps, lease: Lease): Promise<TurnResult> {
  const { outbox, now } = deps;
  const { entries, more } = await outbox.pending(lease.name);
  const isResent = ({ isResent }: OutboxEntry) => isResent;
  const resent = planResent(entries.filter(isResent), recipient, now());
  const planned = await planNew(
    entries.filter((entry) => !isResent(entry)),
    recipient,
    deps,
  );
  const teller = new Teller(recipient, deps, lease);
  for (const { steps } of [resent, planned]) {
    const { leftOut, tellings } = divideSteps(steps);
    await outbox.settle(lease.name, leftOut, now());
    await teller.tell(toLanes(recipient, tellings), recipient.style === 'envelope' ? STREAMS_AT_ONCE : 1);
  }
  const buried = await teller.buryOld();
  const didSomething = resent.steps.length + planned.steps.length > 0;
  const isUnfinished = teller.isOutOfTime || (more && didSomething);
  const wakes = [resent.wakeAt, planned.wakeAt, teller.heldUntil, isUnfinished ? now() : null];
  return { ...teller.tries, buried, wakeAt: earliest(wakes) };
}

async function planNew(
  entries: readonly OutboxEntry[],
  recipient: Recipient,
  { outbox, policy, now }: TellerDeps,
): Promise<Plan<OutboxEntry>> {
  if (recipient.style === 'envelope') return plan(entries, new Map(), recipient, now(), policy);
  const { streams, told } = await outbox.memories(recipient.name, entries);
  const isCopy = ({ announcement }: OutboxEntry) => told.has(announcement.detail.eventId);
  const planned = plan(
    entries.filter((entry) => !isCopy(entry)),
    streams,
    recipient,
    now(),
    policy,
  );
  const copies = entries.filter(isCopy).map((entry) => ({ entries: [entry], told: null, memory: null }));
  return { ...planned, steps: [...copies, ...planned.steps] };
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
