import type { NotifyPolicy, Pending, Plan, Step, StreamMemory } from './notification.ts';
import { planEnvelopes } from './plan-envelopes.ts';
import { planStream, type ReadyStep, type StreamPlan } from './plan-stream.ts';
import type { Recipient } from './recipient.ts';
import { toStreams } from './stream-order.ts';

export { isRelevant } from './relevance.ts';
export { streamKeyOf } from './stream-order.ts';

/**
 * Plans what a recipient is told now (ms since the epoch), and when to look again. `memories` has what is remembered of
 * streams, by their keys. The steps of a stream are in order, and none must be done before those before it; streams are
 * independent. A step that tells nothing can be done at once: with words it comes before what its stream is told.
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

/** Holds what is told, and what is after it in its stream, until a message is due. */
function gather<P extends Pending>(
  streams: readonly StreamPlan<P>[],
  now: number,
  { gatherMs }: NotifyPolicy,
): Plan<P> {
  const told = streams.flatMap(({ steps }) => steps.filter(({ step }) => step.told !== null));
  const dueAt = told.reduce((first, { readyAt }) => Math.min(first, readyAt), Number.POSITIVE_INFINITY) + gatherMs;
  const wakes = streams.map(({ wakeAt }) => wakeAt);
  if (dueAt <= now)
    return { steps: streams.flatMap(({ steps }) => steps.map(({ step }) => step)), wakeAt: earliest(wakes) };
  const steps = streams.flatMap(({ steps }) => takeUntold(steps));
  return { steps, wakeAt: earliest([...wakes, told.length === 0 ? null : dueAt]) };
}

/** Returns the steps before the first one that tells something. */
function takeUntold<P extends Pending>(steps: readonly ReadyStep<P>[]): Step<P>[] {
  const end = steps.findIndex(({ step }) => step.told !== null);
  return steps.slice(0, end === -1 ? undefined : end).map(({ step }) => step);
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : known.reduce((a, b) => Math.min(a, b));
}
