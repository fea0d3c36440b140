import type { NotifyPolicy, Pending, Step, StreamMemory, Told } from '../notification.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { countStarts, isFlapping, recentStarts } from './flapping.ts';
import { isEnded } from './grace.ts';
import type { ReadyEntry } from './ready-entries.ts';
import { sequenceOf } from './stream-order.ts';
import { tellEntry } from './tell-entry.ts';

/** What the words of a recipient depend on besides a stream; `now` is in ms since the epoch. */
export interface WordsContext {
  readonly recipient: Recipient;
  readonly now: number;
  readonly policy: NotifyPolicy;
}

/** Whether all moves of a stream are one step: it is flapping, or had to wait since it was told as flapping. */
export function isSummed(moves: readonly ReadyEntry<Pending>[], memory: StreamMemory, policy: NotifyPolicy): boolean {
  const entries = moves.map(({ entry }) => entry);
  return moves.some(({ wasHeld }) => wasHeld) || isFlapping(countStarts(entries, memory, policy), policy);
}

/** Returns the one step for all moves of a stream that is flapping, or has calmed after it was told as flapping; null for others. */
export function summarize<P extends Pending>(
  moves: readonly ReadyEntry<P>[],
  memory: StreamMemory,
  { recipient, now, policy }: WordsContext,
): (Step<P> & { readonly memory: StreamMemory }) | null {
  const entries = moves.map(({ entry }) => entry);
  const last = entries.at(-1);
  if (last === undefined || !isSummed(moves, memory, policy)) return null;
  const sequence = sequenceOf(last.announcement) ?? memory.sequence;
  const starts = countStarts(entries, memory, policy);
  const [since] = starts;
  if (since !== undefined && isFlapping(starts, policy)) {
    const told: Told = { kind: 'flapping', announcement: last.announcement, starts: starts.length, since };
    return { entries, told, memory: { sequence, starts: [], flappingToldAt: now, isEndTold: isEnded(last) } };
  }
  const told = tellEntry(last, recipient);
  const isEndTold = told === null ? memory.isEndTold : isEnded(last);
  return { entries, told, memory: { sequence, starts: recentStarts(starts, policy), flappingToldAt: null, isEndTold } };
}
