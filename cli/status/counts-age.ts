import type { LastHooks, StreamCounts } from './status-parts.ts';

/** Counts are old when they are older than so many sweeps. */
const MAX_SWEEPS = 3;

/** A sweep may be late by some minutes, in ms, however often they are. */
const MIN_OLD_MS = 300_000;

/** Counts are old from here on, in ms, where it is not known how often they are made: the setting allows an hour. */
const UNKNOWN_OLD_MS = 7_200_000;

/** Returns the age of counts that no longer say how the streams are, in ms; null of others. `now` is in ms since the epoch. */
export function oldAgeOf({ at, sweepMs }: Pick<StreamCounts, 'at' | 'sweepMs'>, now: number): number | null {
  if (at === null) return null;
  const age = now - Date.parse(at);
  const oldMs = sweepMs === null ? UNKNOWN_OLD_MS : Math.max(MIN_OLD_MS, MAX_SWEEPS * sweepMs);
  return age > oldMs ? age : null;
}

/**
 * Returns for how long a stream has been live that no sweep has counted, in ms, when there was time for several sweeps and none has
 * counted anything; else null. `now` is in ms since the epoch.
 */
export function uncountedAgeOf(counts: StreamCounts, hooks: LastHooks | undefined, now: number): number | null {
  if (counts.at !== null || counts.sweepMs === 0) return null;
  return oldAgeOf({ at: hooks?.liveSince ?? null, sweepMs: counts.sweepMs }, now);
}
