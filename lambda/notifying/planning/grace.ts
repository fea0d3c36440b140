import type { Pending, StreamMemory } from '../notification.ts';

const isOfType = ({ announcement }: Pending, type: string): boolean => announcement['detail-type'] === type;

export const isStarted = (entry: Pending): boolean => isOfType(entry, 'Stream Started');
export const isEnded = (entry: Pending): boolean => isOfType(entry, 'Stream Ended');

/** Returns the ends of a stream, in order, after which it came back within the grace (ms), each with the start that followed. */
export function findShortEnds<P extends Pending>(entries: readonly P[], graceMs: number): Map<P, P> {
  const short = new Map<P, P>();
  let start: P | undefined;
  for (const entry of graceMs > 0 ? entries.toReversed() : []) {
    if (isStarted(entry)) start = entry;
    else if (isEnded(entry) && start !== undefined && start.receivedAt <= entry.receivedAt + graceMs)
      short.set(entry, start);
  }
  return short;
}

/**
 * Returns the starts of a stream of which nothing is told, each with the ends before it, which were all short. After an end that
 * was told (`isEndTold`), the next start is none of them.
 */
export function findReturns<P extends Pending>(
  entries: readonly P[],
  short: ReadonlyMap<P, P>,
  { isEndTold }: Pick<StreamMemory, 'isEndTold'>,
): Map<P, P[]> {
  const returns = new Map<P, P[]>();
  let ends: P[] = [];
  let isFirst = true;
  for (const entry of entries) {
    if (isEnded(entry)) ends.push(entry);
    if (!isStarted(entry)) continue;
    const isSilent = ends.length > 0 && ends.every((end) => short.has(end)) && !(isFirst && isEndTold);
    if (isSilent) returns.set(entry, ends);
    ends = [];
    isFirst = false;
  }
  return returns;
}
