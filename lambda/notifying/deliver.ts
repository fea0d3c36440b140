import type { DeliveryHealth } from '../table/rows/notifying/worker-row.ts';
import { runTurn, type TurnResult } from './delivery-turn.ts';
import { nextHealth } from './next-health.ts';
import type { Lease } from './outbox.ts';
import type { Recipient } from './recipient.ts';
import type { TellerDeps } from './teller.ts';

/** A recipient that accepts nothing, or has new dead letters; for an alarm. */
export interface FailingReport {
  readonly recipient: string;
  /** Announcements that wait. */
  readonly waiting: number;
  readonly deadLetters: number;
  /** Since when no message was accepted, in ms since the epoch; null when the latest one was. */
  readonly since: number | null;
  /** What was answered last, safe to print. */
  readonly answered: string;
}

export interface DeliveryDeps extends TellerDeps {
  /** Makes a turn of a recipient begin at a time, in ms since the epoch, whatever dies until then. */
  readonly wake: (name: string, at: number) => Promise<void>;
  readonly onFailing: (report: FailingReport) => void;
}

/** The wait for a turn while another one has the lease, in ms. */
const LEASE_RETRY_MS = 5_000;

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
  const lease = await outbox.acquire(name, now(), wokenAt);
  const wakeAt = lease === null ? await nextTry(name, deps) : await takeTurn(recipient, deps, lease);
  if (wakeAt !== null) await wake(name, wakeAt);
}

/** Returns when to try to take the lease again, in ms since the epoch. */
async function nextTry(name: string, { outbox, now }: DeliveryDeps): Promise<number> {
  const { retryAt } = await outbox.state(name);
  return retryAt > now() ? retryAt : now() + LEASE_RETRY_MS;
}

/** Returns when the next turn is to begin, in ms since the epoch; null when nothing waits. */
async function takeTurn(recipient: Recipient, deps: DeliveryDeps, lease: Lease): Promise<number | null> {
  const { outbox, now } = deps;
  let health: DeliveryHealth;
  let result: TurnResult;
  try {
    const before = await outbox.state(lease.name);
    result = await runTurn(recipient, deps, lease);
    health = nextHealth(before, result, now());
  } catch (error) {
    await outbox.release(lease, null, now()).catch(() => {}); // the error says more
    throw error;
  }
  const wasReset = await outbox.release(lease, health, now());
  const isFailing = health.failingSince !== null && now() - health.failingSince > FAILING_MS;
  if (result.buried > 0 || (isFailing && result.last !== null)) await reportFailing(lease.name, health, deps);
  if (wasReset) {
    await outbox.retryHeld(lease.name, now()); // what this turn has held since
    return now();
  }
  return result.failure === null ? result.wakeAt : health.retryAt;
}

async function reportFailing(recipient: string, health: DeliveryHealth, deps: DeliveryDeps): Promise<void> {
  const { failingSince: since, lastAnswer } = health;
  const counts = await deps.outbox.counts(recipient);
  deps.onFailing({ recipient, ...counts, since, answered: lastAnswer?.text ?? 'nothing' });
}
