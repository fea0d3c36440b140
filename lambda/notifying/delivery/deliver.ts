import type { DeliveryHealth } from '../../table/rows/notifying/worker-row.ts';
import type { Lease } from '../outbox/worker-store.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { runTurn, type TurnResult } from './delivery-turn.ts';
import { nextHealth } from './next-health.ts';
import type { SenderDeps } from './sender-deps.ts';

/** A recipient that accepts nothing, or has new dead letters; for an alarm. */
export interface FailingReport {
  readonly recipient: string;
  /** Announcements that wait, and dead letters: 1 000 stands for that many or more, null for a table that does not answer. */
  readonly waiting: number | null;
  readonly deadLetters: number | null;
  /** Since when no message was accepted, in ms since the epoch; null when the latest one was. */
  readonly since: number | null;
  /** What was answered last, safe to print. */
  readonly answered: string;
}

export interface DeliveryDeps extends SenderDeps {
  /** Makes a turn of a recipient begin at a time, in ms since the epoch, whatever dies until then. */
  readonly wake: (name: string, at: number) => Promise<void>;
  readonly onFailing: (report: FailingReport) => void;
}

/** The wait for a turn while another one has the lease, in ms. */
const LEASE_RETRY_MS = 5_000;

/** A report counts no further: with each failing try it would read the whole outbox. */
const MAX_COUNTED = 1_000;

/** A recipient that accepts nothing for this time is reported, in ms. */
const FAILING_MS = 15 * 60_000;

/**
 * Does a turn of a recipient: tells what is due, in order per stream, and wakes itself for the rest. What the recipient answers
 * never throws: what it does not accept is tried again, and becomes a dead letter after 24 h. Throws when the table does not
 * answer: then call it again. `wokenAt` is when the wake that is answered was due, in ms since the epoch; without one, now.
 */
export async function deliver(recipient: Recipient, deps: DeliveryDeps, wokenAt?: number): Promise<void> {
  const { outbox, wake, now } = deps;
  const { name } = recipient;
  const lease = await outbox.workers.acquire(name, now(), wokenAt);
  if (lease === null) return wake(name, await nextTry(name, deps));
  const { wakeAt, failing } = await takeTurn(recipient, deps, lease);
  if (wakeAt !== null) await wake(name, wakeAt);
  if (failing !== null) await reportFailing(name, failing, deps);
}

/** What follows from a turn. */
interface TurnEnd {
  /** When the next turn is to begin, in ms since the epoch; null when nothing waits. */
  readonly wakeAt: number | null;
  /** How deliveries go, when that is to be reported. */
  readonly failing: DeliveryHealth | null;
}

/** Returns when to try to take the lease again, in ms since the epoch. */
async function nextTry(name: string, { outbox, now }: DeliveryDeps): Promise<number> {
  const { retryAt } = await outbox.workers.state(name);
  return retryAt > now() ? retryAt : now() + LEASE_RETRY_MS;
}

async function takeTurn(recipient: Recipient, deps: DeliveryDeps, lease: Lease): Promise<TurnEnd> {
  const { outbox, now } = deps;
  let health: DeliveryHealth;
  let result: TurnResult;
  try {
    const before = await outbox.workers.state(lease.name);
    result = await runTurn(recipient, deps, lease);
    health = nextHealth(before, result, now());
  } catch (error) {
    await outbox.workers.release(lease, null, now()).catch(() => {}); // the error says more
    throw error;
  }
  const wasReset = await outbox.workers.release(lease, health, now());
  if (wasReset) await outbox.retryHeld(lease.name, now()); // what this turn has held since
  const nextAt = result.failure === null ? result.wakeAt : health.retryAt;
  return { wakeAt: wasReset ? now() : nextAt, failing: isToReport(result, health, now()) ? health : null };
}

function isToReport({ buried, last }: TurnResult, { failingSince }: DeliveryHealth, now: number): boolean {
  const isFailing = failingSince !== null && now - failingSince > FAILING_MS;
  return buried > 0 || (isFailing && last !== null);
}

/** Reports a recipient, also when the table no longer answers: the turn is done. */
async function reportFailing(recipient: string, health: DeliveryHealth, deps: DeliveryDeps): Promise<void> {
  const { failingSince: since, lastAnswer } = health;
  const unknown = { waiting: null, deadLetters: null };
  const counts = await deps.outbox.counts(recipient, MAX_COUNTED).catch(() => unknown);
  deps.onFailing({ recipient, ...counts, since, answered: lastAnswer?.text ?? 'nothing' });
}
