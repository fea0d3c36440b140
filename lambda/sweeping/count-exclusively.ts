import type { ExclusiveCounts } from '../table/rows/sweep-rows.ts';

/** The streams of an app, as the texts of their partitions; one may be in several. */
export interface FoundStreams {
  /** Stale ones included. */
  readonly live: Iterable<string>;
  readonly stale: Iterable<string>;
  /** Expected streams that are missing. */
  readonly missing: Iterable<string>;
  /** Those with an error in the last hour. */
  readonly failing: Iterable<string>;
}

/** Counts each stream as the first that it is of missing, stale, failing and live. */
export function countExclusively({ live, stale, missing, failing }: FoundStreams): ExclusiveCounts {
  const counted = new Set(missing);
  const countNew = (streams: Iterable<string>): number => {
    const before = counted.size;
    for (const stream of streams) counted.add(stream);
    return counted.size - before;
  };
  return { stale: countNew(stale), failing: countNew(failing), live: countNew(live) }; // in this order
}
