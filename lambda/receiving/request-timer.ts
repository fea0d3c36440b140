import { monotonicMs } from '../monotonic-ms.ts';

/** The time budget of a response, in ms: the media server hangs up after 2 s, network time included. */
export const RESPONSE_BUDGET_MS = 1_600;

/** The share of it that is left for the deferred store, in ms. */
export const MIN_DEFER_MS = 300;

/** The media server's own timeout, in ms: if a request seems to be older, the API's clock differs from ours. */
const SENDER_TIMEOUT_MS = 2_000;

export interface RequestTimer {
  /** Time since the request reached this function, in ms. */
  readonly inHandlerMs: () => number;
  /** Time since it arrived at the API, in ms: the sender has been waiting for so long. */
  readonly elapsedMs: () => number;
}

/** Starts the timer of a request that arrived at the API at `arrivedAt` (ms since the epoch). The time to defer it is always left. */
export function startTimer(arrivedAt: number): RequestTimer {
  const started = monotonicMs();
  const ms = Date.now() - arrivedAt;
  const transitMs = ms > 0 && ms < SENDER_TIMEOUT_MS ? Math.min(ms, RESPONSE_BUDGET_MS - MIN_DEFER_MS) : 0;
  const inHandlerMs = () => monotonicMs() - started;
  return { inHandlerMs, elapsedMs: () => transitMs + inHandlerMs() };
}
