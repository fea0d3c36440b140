/** How long after an answer the next is asked for, in ms. */
export const REFRESH_MS = 5_000;
/** The longest that is waited for a reader that does not answer, in ms. */
const MAX_WAIT_MS = 60_000;
/** So much of a wait is left to chance: boards that lost the reader together do not come back together. */
const JITTER = 0.25;

/** How long to wait after so many failures in a row, in ms; `chance` is from 0 to 1. */
export function backoffMs(failures: number, random: number): number {
  if (failures === 0) return REFRESH_MS;
  const wait = Math.min(MAX_WAIT_MS, REFRESH_MS * 2 ** (failures - 1));
  return wait * (1 - JITTER * random);
}
