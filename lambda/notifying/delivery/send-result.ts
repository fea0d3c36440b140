import type { Tries } from './next-health.ts';

/** What came of the steps of a turn. */
export interface SendResult {
  readonly tries: Tries;
  /** When the first stream that is held may go on, in ms since the epoch; null when none is. */
  readonly heldUntil: number | null;
  /** Whether something due was not tried for lack of time. */
  readonly isOutOfTime: boolean;
}
