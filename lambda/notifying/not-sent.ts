import type { DeliveryOutcome } from './notification.ts';

/** Returns the outcome of a message that was not even sent, for a reason. */
export const notSent = (reason: string): DeliveryOutcome => ({
  ok: false,
  text: `not sent: ${reason}`,
  ms: 0,
  refusedContent: false,
  retryAfterMs: null,
});
