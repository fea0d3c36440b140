/** The pause between a response and the next request, in ms. */
export const REFRESH_MS = 5_000;
/** The longest pause between two failing requests, in ms. */
const MAX_WAIT_MS = 60_000;
/** The share of a wait that is random, so that boards that lost the receiver together do not return together. */
const JITTER = 0.25;

/** Returns the wait in ms after a number of consecutive failures: exponential backoff with jitter; `random` is from 0 to 1. */
export function backoffMs(failures: number, random: number): number {
  if (failures === 0) return REFRESH_MS;
  const wait = Math.min(MAX_WAIT_MS, REFRESH_MS * 2 ** (failures - 1));
  return wait * (1 - JITTER * random);
}
