/** A stream is failing for this long after an error, in ms by the error's clock. */
const FAILING_MS = 3_600_000;

/** Returns the clock from which on an error counts, at a time; both in ms since the epoch. */
export const failingSince = (now: number): number => now - FAILING_MS;
