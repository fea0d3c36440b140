import type { Lease } from '../outbox/worker-store.ts';

/** The end of a lease that is left to the posts that are under way, in ms. */
const RESERVE_MS = 15_000;

export interface TurnTimeDeps {
  /** The time, in ms since the epoch. */
  readonly now: () => number;
  /** Whether there is time to begin another post. */
  readonly hasTime: () => boolean;
}

/** Whether a turn under a lease may begin another post, or read on. */
export const hasTurnTime = ({ now, hasTime }: TurnTimeDeps, { until }: Lease): boolean =>
  hasTime() && now() < until - RESERVE_MS;
