/** Parses a header `retry-after`, seconds or a date (RFC 9110, 10.2.3), at a time in ms since the epoch; null for none. Returns ms. */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1_000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
