import type { RefusalJson } from '../lambda/reading/refusal-list.ts';

const HOUR_MS = 3_600_000;

/** A page of refusals, newest first. */
export interface RefusalPage {
  readonly refusals: readonly RefusalJson[];
  /** Null on the last page. */
  readonly cursor: string | null;
}

/** The refusals of a stream for one use and reason. */
export interface RefusalSum extends Omit<RefusalJson, 'at'> {
  /** The minute of the last one, ISO 8601. */
  readonly lastAt: string;
  /** Whether the last one may have been later, as some are counted by the hour. */
  readonly mayBeLater: boolean;
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
  for (const counted of refusals) {
    if (!isOfLastHour(counted, now)) continue;
    const { at, ...refusal } = counted;
    const key = refusalSumKey(refusal);
    const { count = 0, lastAt = at, mayBeLater = false } = sums.get(key) ?? {};
    sums.set(key, {
      ...refusal,
      count: count + refusal.count,
      lastAt: lastAt > at ? lastAt : at,
      mayBeLater: mayBeLater || mayBeOfHour(counted),
    });
  }
  return [...sums.values()].sort((a, b) => b.lastAt.localeCompare(a.lastAt));
}

/** Describes how much of the last hour a page has, such as `of the latest 100 rows`; null when it has all. `now` is in ms since the epoch. */
export const formatCoverage = ({ refusals, cursor }: RefusalPage, now: number): string | null =>
  cursor !== null && refusals.every((refusal) => isOfLastHour(refusal, now))
    ? `of the latest ${refusals.length} rows`
    : null;

/** Whether some of a row may have happened in the last hour. */
const isOfLastHour = (refusal: RefusalJson, now: number): boolean =>
  Date.parse(refusal.at) + (mayBeOfHour(refusal) ? HOUR_MS : 0) > now - HOUR_MS;

/** Whether a row may count a whole hour: such a row has no id, and its time is the beginning of the hour. */
const mayBeOfHour = ({ id, at }: RefusalJson): boolean => id === null && Date.parse(at) % HOUR_MS === 0;
