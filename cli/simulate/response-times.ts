/** Response times, in ms. */
export interface ResponseTimes {
  /** The median. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

/** Summarises response times, in ms; all 0 when there are none. */
export function responseTimes(ms: readonly number[]): ResponseTimes {
  const sorted = [...ms].sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: quantile(0.5), p99: quantile(0.99), slowest: quantile(1) };
}
