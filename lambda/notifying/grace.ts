import type { Pending } from './notification.ts';

const isOfType = ({ announcement }: Pending, type: string): boolean => announcement['detail-type'] === type;

export const isStarted = (entry: Pending): boolean => isOfType(entry, 'Stream Started');
export const isEnded = (entry: Pending): boolean => isOfType(entry, 'Stream Ended');

/** Returns the ends of a stream, in order, after which it came back within the grace (ms). */
export function findShortEnds<P extends Pending>(entries: readonly P[], graceMs: number): Set<P> {
  const short = new Set<P>();
  let start: P | undefined;
  for (const entry of graceMs > 0 ? entries.toReversed() : []) {
    if (isStarted(entry)) start = entry;
    else if (isEnded(entry) && start !== undefined && start.receivedAt <= entry.receivedAt + graceMs) short.add(entry);
  }
  return short;
}

/** Returns the starts of a stream, in order, before which every end since the last start was short. */
export function findReturns<P extends Pending>(entries: readonly P[], short: ReadonlySet<P>): Set<P> {
  const returns = new Set<P>();
  let ends: P[] = [];
  for (const entry of entries) {
    if (isEnded(entry)) ends.push(entry);
    if (!isStarted(entry)) continue;
    if (ends.length > 0 && ends.every((end) => short.has(end))) returns.add(entry);
    ends = [];
  }
  return returns;
}
