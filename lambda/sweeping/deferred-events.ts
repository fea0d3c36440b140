import type { SweepSummary } from '../table/rows/sweep-rows.ts';

/** Deferred events hold silence up for at most this long in a row, in ms. */
const MAX_WAIT_MS = 30 * 60_000;

/** The deferred events that a sweep found: heartbeats may be among them. */
export interface DeferredEvents {
  /** Since when each sweep has found some (ms since the epoch); null when there are none. */
  readonly waitingSince: number | null;
  /** Silence presumes nothing until they are applied. */
  readonly holdSilenceUp: boolean;
  /** They have waited for too long: silence goes on without them. */
  readonly waitTooLong: boolean;
}

/** Looks whether events are deferred; without an answer some count as deferred. `previous` is the sweep before, if there was no gap. */
export async function findDeferredEvents(
  countDeferred: () => Promise<number>,
  previous: SweepSummary | undefined,
  now: number,
  onError: (error: unknown) => void,
): Promise<DeferredEvents> {
  const count = await countDeferred().catch((error) => {
    onError(error);
    return 1;
  });
  if (count === 0) return { waitingSince: null, holdSilenceUp: false, waitTooLong: false };
  const waitingSince = Math.min(previous?.waitingSince ?? now, now);
  const waitTooLong = now - waitingSince >= MAX_WAIT_MS;
  return { waitingSince, holdSilenceUp: !waitTooLong, waitTooLong };
}
