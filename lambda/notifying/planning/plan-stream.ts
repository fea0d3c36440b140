import type { Pending, StreamMemory } from '../notification.ts';
import { partCurrent } from './current-entries.ts';
import { foldSteps } from './fold-steps.ts';
import { findReturns, findShortEnds } from './grace.ts';
import { findKnown } from './known-entries.ts';
import { joinUntold, type ReadyStep } from './ready-step.ts';
import type { WordsContext } from './summarize.ts';

export interface StreamPlan<P extends Pending> {
  readonly steps: readonly ReadyStep<P>[];
  /** When the next entry may be told, in ms since the epoch; null where none waits. */
  readonly wakeAt: number | null;
}

const emptyMemory: StreamMemory = { sequence: 0, starts: [], flappingToldAt: null, isEndTold: false };

/** Plans the words about one stream, whose entries are in order, as if nothing were gathered. */
export function planStream<P extends Pending>(
  entries: readonly P[],
  remembered: StreamMemory | undefined,
  context: WordsContext,
): StreamPlan<P> {
  const { recipient, now } = context;
  const memory = remembered ?? emptyMemory;
  const { current, dropped } = partCurrent(entries, memory, recipient);
  const short = findShortEnds(current, recipient.graceMs);
  const returns = findReturns(current, short, memory);
  const { ready, wakeAt } = findKnown(current, short, memory, context);
  const drops = dropped.map((entry) => ({ step: { entries: [entry], told: null, memory: null }, readyAt: now }));
  return { steps: [...drops, ...joinUntold(foldSteps(ready, { short, returns }, memory, context))], wakeAt };
}
