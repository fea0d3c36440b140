/**
 * Throws where something took longer than it may (ms). The test is run again then (see `retry` in vitest.config.ts): the machine
 * may have been busy. What is too slow itself is so in every run.
 */
export function assertInTime(tookMs: number, maxMs: number): void {
  if (tookMs > maxMs) throw new Error(`held up for ${Math.round(tookMs)} ms, expected at most ${maxMs}`);
}
