import type { Pending, StreamMemory } from '../notification.ts';
import { findReady, type ReadyEntries } from './ready-entries.ts';
import { isMove } from './relevance.ts';
import { sequenceOf } from './stream-order.ts';
import { isSummed, type WordsContext } from './summarize.ts';

/**
 * Returns the entries of a stream, in order, that may be told now. Where its moves are summed up, these are all: an end that
 * the grace withholds is among them, or the summary would be of a state that is known to be over. While an entry is refused
 * the summary waits, since it could not be of all.
 */
export function findKnown<P extends Pending>(
  entries: readonly P[],
  short: ReadonlyMap<P, P>,
  memory: StreamMemory,
  { recipient: { graceMs }, now, policy }: WordsContext,
): ReadyEntries<P> {
  const found = findReady(entries, { short, memory, graceMs }, now, policy);
  const moves = found.ready.filter(({ entry }) => isMove(entry.announcement['detail-type']));
  if (!isSummed(moves, memory, policy)) return found;
  if (entries.some(({ retryAt }) => retryAt > now)) {
    const others = found.ready.filter(({ entry }) => sequenceOf(entry.announcement) === null); // a correction would make the moves late
    return { ...found, ready: others };
  }
  const { ready, wakeAt } = findReady(entries, { short, memory, graceMs: 0 }, now, policy);
  const own = new Map(found.ready.map((one) => [one.entry, one]));
  return { ready: ready.map((one) => own.get(one.entry) ?? { ...one, readyAt: now }), wakeAt };
}
