import { monotonicMs } from '../monotonic-ms.ts';

/** How long an answer may take, in ms: the media server hangs up after 2 s, and the way takes its time. */
export const ANSWER_BUDGET_MS = 1_600;

/** What the second sink has of that at the least, in ms. */
export const MIN_DEFER_MS = 300;

/** A request that has been on its way for so long (ms) has no sender any more, or the API's clock is not ours. */
const SENDER_TIMEOUT_MS = 2_000;

/** What time has passed, in ms. */
export interface RequestTimer {
  /** Since the request reached this function. */
  readonly here: () => number;
  /** Since it arrived at the API: the sender waits since then. */
  readonly elapsed: () => number;
}

/**
 * Starts for a request that arrived at the API then (ms since the epoch). What the second sink has of the time is left in any
 * case: an event that is late is kept all the same.
 */
export function startTimer(arrivedAt: number): RequestTimer {
  const started = monotonicMs();
  const ms = Date.now() - arrivedAt;
  const onTheWay = ms > 0 && ms < SENDER_TIMEOUT_MS ? Math.min(ms, ANSWER_BUDGET_MS - MIN_DEFER_MS) : 0;
  const here = () => monotonicMs() - started;
  return { here, elapsed: () => onTheWay + here() };
}
