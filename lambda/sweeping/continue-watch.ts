import type { SweepSummary } from '../table/rows/sweep-rows.ts';

/**
 * Sweeps follow each other without a gap when the time between two is at most three times the usual one, or this (ms). A
 * longer pause hides heartbeats: a laptop slept, or an older release was deployed.
 */
const MIN_GAP_MS = 30_000;

/** The sweeps up to this one, as far as they followed each other without a gap. */
export interface Watch {
  /** When the first of them began, in ms since the epoch. */
  readonly watchedSince: number;
  /** The one before; undefined when this is the first. */
  readonly previous: SweepSummary | undefined;
}

/** Continues the watch of the last sweep, or begins a new one: after a deployment, a rollback, a rule that was disabled. */
export function continueWatch(last: SweepSummary | undefined, sweepMs: number, now: number): Watch {
  const isGapless = last !== undefined && now - last.at <= Math.max(MIN_GAP_MS, 3 * sweepMs);
  return isGapless
    ? { watchedSince: Math.min(last.watchedSince, now), previous: last }
    : { watchedSince: now, previous: undefined };
}
