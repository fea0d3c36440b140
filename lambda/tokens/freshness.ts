/** The time for which a cached token is used without a lookup, in ms: a revoked token works for at most as long. */
export const CACHE_TTL_MS = 60_000;
/** The time for which a cached token is used while the table does not answer, in ms. */
export const STALE_IF_ERROR_MS = 3_600_000;
/** The time between lookups while the table does not answer, in ms: not every request waits for a table that is down. */
export const STALE_RETRY_MS = 5_000;
/** The largest difference between the clocks of API Gateway's machines, in ms: they set the wall clock of an `Instant`. */
const MAX_CLOCK_SKEW_MS = 1_000;

/** A time by two clocks, in ms: the wall clock may be set, and the process's clock may stop while Lambda has frozen the process. */
export interface Instant {
  readonly wall: number;
  readonly up: number;
}

/** Whether less than `ms` has passed by both clocks. A wall clock that is far behind was set back: then it has not. */
export function isWithin(ms: number, since: Instant | undefined, now: Instant): boolean {
  if (since === undefined) return false;
  const passed = now.wall - since.wall;
  return now.up - since.up < ms && passed < ms && passed > -MAX_CLOCK_SKEW_MS;
}
