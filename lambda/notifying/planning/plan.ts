import { earliest } from '../earliest.ts';
import type { NotifyPolicy, Pending, Plan, StreamMemory } from '../notification.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { planEnvelopes } from './plan-envelopes.ts';
import { planStream, type StreamPlan } from './plan-stream.ts';
import type { ReadyStep } from './ready-step.ts';
import { toStreams } from './stream-order.ts';

export { isRelevant } from './relevance.ts';
export { streamKeyOf } from './stream-order.ts';

/**
 * Plans what a recipient is told now (ms since the epoch), and when to look again. `memories` has what is remembered of
 * streams, by their keys. The steps of a stream are in order, and none must be done before those before it; streams are
 * independent. A step that tells nothing can be done at once. The first entry of a step is one that is told: holding it
 * holds the step.
 *
 * Words: the end of one session and the start of the next by the same write are two steps. Nothing is told before
 * `gatherMs` is over since the first entry that could be told, then all that is ready.
 */
export function plan<P extends Pending>(
  pending: readonly P[],
  memories: ReadonlyMap<string, StreamMemory>,
  recipient: Recipient,
  now: number,
  policy: NotifyPolicy,
): Plan<P> {
  const streams = [...toStreams(pending)];
  if (recipient.style !== 'envelope') {
    const context = { recipient, now, policy };
    return gather(
      streams.map(([key, entries]) => planStream(entries, memories.get(key), context)),
      now,
      policy,
    );
  }
  const plans = streams.map(([, entries]) => planEnvelopes(entries, recipient, now, policy));
  return { steps: plans.flatMap(({ steps }) => steps), wakeAt: earliest(plans.map(({ wakeAt }) => wakeAt)) };
}

/** Holds the streams of which something is told, until a message is due. */
function gather<P extends Pending>(
  streams: readonly StreamPlan<P>[],
  now: number,
  { gatherMs }: NotifyPolicy,
): Plan<P> {
  const told = streams.flatMap(({ steps }) => steps).filter(({ step }) => step.told !== null);
  const dueAt = told.reduce((first, { readyAt }) => Math.min(first, readyAt), Number.POSITIVE_INFINITY) + gatherMs;
  const isHeld = ({ step }: ReadyStep<P>) => step.told !== null && dueAt > now;
  const steps = streams.flatMap((stream) => stream.steps.filter((one) => !isHeld(one)).map(({ step }) => step));
  const isWaiting = told.length > 0 && dueAt > now;
  return { steps, wakeAt: earliest([...streams.map(({ wakeAt }) => wakeAt), isWaiting ? dueAt : null]) };
}
