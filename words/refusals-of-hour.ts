import type { RefusalJson } from '../lambda/reading/refusal-list.ts';

const HOUR_MS = 3_600_000;

/** The refusals of a stream for one use and reason. */
export interface RefusalSum extends Omit<RefusalJson, 'at'> {
  /** The minute of the last one, ISO 8601. */
  readonly lastAt: string;
}

/** A text that only the refusals of this stream, use and reason have. */
export const refusalSumKey = ({ app, id, use, reason }: Omit<RefusalJson, 'at'>): string =>
  JSON.stringify([app, id, use, reason]);

/**
 * Adds up the refusals of the last hour by stream, use and reason: the one with the latest first. `now` is in ms since the
 * epoch; the read API counts them by minutes, and those of an app beyond its limit by hours.
 */
export function sumRefusalsOfHour(refusals: readonly RefusalJson[], now: number): RefusalSum[] {
  const sums = new Map<string, RefusalSum>();
  for (const { at, ...refusal } of refusals) {
    if (Date.parse(at) <= now - HOUR_MS) continue;
    const key = refusalSumKey(refusal);
    const { count = 0, lastAt = at } = sums.get(key) ?? {};
    sums.set(key, { ...refusal, count: count + refusal.count, lastAt: lastAt > at ? lastAt : at });
  }
  return [...sums.values()].sort((a, b) => b.lastAt.localeCompare(a.lastAt));
}
