/** The first wait after a failure, in ms; it doubles with each further one. */
const MIN_DELAY_MS = 1_000;
/** The longest wait, in ms, whatever a recipient asks for; also the longest that a message in SQS may wait. */
const MAX_DELAY_MS = 15 * 60_000;

/** Returns the wait before the next try, in ms, after so many failures in a row; at least what the recipient asked for. */
export function toRetryDelay(failures: number, askedMs: number | null = null): number {
  const doubled = MIN_DELAY_MS * 2 ** Math.max(0, Math.min(failures - 1, 20));
  return Math.min(MAX_DELAY_MS, Math.max(doubled, askedMs ?? 0));
}
