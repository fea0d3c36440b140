import type { DeliveryHealth } from '../../table/rows/notifying/worker-row.ts';
import type { DeliveryOutcome } from '../notification.ts';
import { toRetryDelay } from './retry-delay.ts';

/** What a turn has learned of its recipient. */
export interface Tries {
  /** Messages that were accepted, and those that were refused for their content. */
  readonly accepted: number;
  readonly refused: number;
  /** The outcome that any other message would have met as well; null for none. */
  readonly failure: DeliveryOutcome | null;
  /** The last outcome of all; null when nothing was tried. */
  readonly last: DeliveryOutcome | null;
}

/** Returns how deliveries go after the tries of a turn that ended now (ms since the epoch). */
export function nextHealth(before: DeliveryHealth, tries: Tries, now: number): DeliveryHealth {
  const { accepted, failure, last } = tries;
  if (last === null) return before;
  const failures = failure === null ? 0 : accepted > 0 ? 1 : before.failures + 1;
  const isAccepting = accepted > 0 && failure === null;
  return {
    failures,
    retryAt: failure === null ? 0 : now + toRetryDelay(failures, failure.retryAfterMs),
    failingSince: isAccepting ? null : accepted > 0 ? now : (before.failingSince ?? now),
    lastAnswer: { at: now, ok: last.ok, text: last.text },
  };
}
