import { earliest } from '../earliest.ts';
import type { Lease } from '../outbox/worker-store.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { findDue } from './find-due.ts';
import { divideSteps, toLanes } from './lanes.ts';
import type { Tries } from './next-health.ts';
import type { SenderDeps } from './sender-deps.ts';
import { StepSender } from './step-sender.ts';

/** What a turn has done. */
export interface TurnResult extends Tries {
  /** Entries that became dead letters. */
  readonly buried: number;
  /** When the next step is due, in ms since the epoch; null when nothing waits. */
  readonly wakeAt: number | null;
}

/** The posts to a recipient of envelopes at once, each of another stream. */
const STREAMS_AT_ONCE = 5;

/** Sends a recipient what is due, under a lease. Throws when the table does not answer, after all posts that are under way. */
export async function runTurn(recipient: Recipient, deps: SenderDeps, lease: Lease): Promise<TurnResult> {
  const { outbox, now } = deps;
  const { parts, wakeAt, more } = await findDue(recipient, deps, lease);
  const sender = new StepSender(recipient, deps, lease);
  for (const steps of parts) {
    const { leftOut, streamSteps } = divideSteps(steps);
    await outbox.settle(lease.name, leftOut, now());
    await sender.send(toLanes(recipient, streamSteps), recipient.style === 'envelope' ? STREAMS_AT_ONCE : 1);
  }
  const buried = await sender.buryOld();
  const { tries, heldUntil, isOutOfTime } = sender.result;
  return { ...tries, buried, wakeAt: earliest([wakeAt, heldUntil, isOutOfTime || more ? now() : null]) };
}
