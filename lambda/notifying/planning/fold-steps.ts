import type { NotifyPolicy, Pending, StreamMemory } from '../notification.ts';
import { recentStarts } from './flapping.ts';
import { isEnded, isStarted } from './grace.ts';
import type { ReadyEntry } from './ready-entries.ts';
import type { ReadyStep } from './ready-step.ts';
import { isMove } from './relevance.ts';
import { sequenceOf, timeOf } from './stream-order.ts';
import { summarize, type WordsContext } from './summarize.ts';
import { tellEntry } from './tell-entry.ts';

/** The starts and ends that a stream's grace makes silent. */
export interface SilentMoves<P extends Pending> {
  readonly short: ReadonlyMap<P, P>;
  /** Starts, with the ends that leave the outbox together with them. */
  readonly returns: ReadonlyMap<P, readonly P[]>;
}

/** Makes steps of what is ready: one for each entry, but one for all moves of a stream that is flapping, or was until now. */
export function foldSteps<P extends Pending>(
  ready: readonly ReadyEntry<P>[],
  silent: SilentMoves<P>,
  memory: StreamMemory,
  context: WordsContext,
): ReadyStep<P>[] {
  const moves = ready.filter(({ entry }) => isMove(entry.announcement['detail-type']));
  const summary = summarize(moves, memory, context);
  if (summary === null) return stepEach(ready, silent, memory, context);
  const last = ready.indexOf(moves.at(-1) as ReadyEntry<P>); // a summary is of moves
  const isOther = (one: ReadyEntry<P>) => !moves.includes(one);
  const before = stepEach(ready.slice(0, last).filter(isOther), silent, memory, context);
  const untouched = before.map(({ step, ...rest }) => ({ ...rest, step: { ...step, memory } })); // or the moves would come late
  const readyAt = Math.min(...moves.map((one) => one.readyAt));
  const after = stepEach(ready.slice(last + 1), silent, summary.memory, context);
  return [...untouched, { step: summary, readyAt }, ...after];
}

function stepEach<P extends Pending>(
  ready: readonly ReadyEntry<P>[],
  { short, returns }: SilentMoves<P>,
  memory: StreamMemory,
  { recipient, policy }: WordsContext,
): ReadyStep<P>[] {
  const joined = new Set([...returns.values()].flat());
  let after = memory;
  return ready
    .filter(({ entry }) => !joined.has(entry))
    .map(({ entry, readyAt }) => {
      const isSilent = short.has(entry) || returns.has(entry);
      const told = isSilent ? null : tellEntry(entry, recipient);
      after = rememberEntry(entry, told !== null, after, policy);
      return { step: { entries: [...(returns.get(entry) ?? []), entry], told, memory: after }, readyAt };
    });
}

function rememberEntry(entry: Pending, isTold: boolean, memory: StreamMemory, policy: NotifyPolicy): StreamMemory {
  const { announcement } = entry;
  const sequence = sequenceOf(announcement) ?? memory.sequence;
  if (!isMove(announcement['detail-type'])) return { ...memory, sequence };
  const starts = isStarted(entry) ? recentStarts([...memory.starts, timeOf(entry)], policy) : memory.starts;
  return { sequence, starts, flappingToldAt: null, isEndTold: isTold ? isEnded(entry) : memory.isEndTold };
}
