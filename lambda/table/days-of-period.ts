import { MAX_AHEAD_MS, MIN_TIMESTAMP } from '../hook/event-clock.ts';
import type { PartOfDay } from './queries.ts';
import { DAY_MS } from './rows/expiry.ts';

/** A period, in ms since the epoch. */
export interface Period {
  readonly from: number;
  /** The first ms behind it. */
  readonly to: number;
}

/** Returns the parts of days in UTC that a period has, newest first: no event has a clock before or after these. */
export function daysOf({ from, to }: Period, now: number): PartOfDay[] {
  const [first, end] = [Math.max(from, MIN_TIMESTAMP), Math.min(to, now + MAX_AHEAD_MS + 1)];
  const parts: PartOfDay[] = [];
  for (let until = end; until > first; ) {
    const midnight = until - 1 - ((until - 1) % DAY_MS);
    parts.push({ from: Math.max(first, midnight), to: until });
    until = midnight;
  }
  return parts;
}
