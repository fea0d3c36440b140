import type { ExpectedJson } from '../lambda/reading/expected.ts';
import { formatTime } from './time.ts';

/** The units of a grace, the largest first, in seconds. */
const graceUnits = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** Formats a grace (s) in the largest unit that it is a whole number of, such as `5 min` or `90 s`. */
export function formatGrace(seconds: number): string {
  const [name, length] = graceUnits.find(([, unit]) => seconds % unit === 0) ?? ['s', 1];
  return `${seconds / length} ${name}`;
}

/** An expected stream, and when it was added (ISO 8601) where that is known. */
type ExpectedTimes = Pick<ExpectedJson, 'state' | 'since'> & { readonly addedAt?: string };

/**
 * Returns whether an expected stream is live, in words, such as `missing since 12:01:00`. Of one that waits the read API does
 * not tell whether it was ever live; `addedAt` does.
 */
export function expectationText({ state, since, addedAt }: ExpectedTimes, now: number): string {
  const time = formatTime(since, now);
  if (state === 'live' || addedAt === undefined) return `${state} since ${time}`;
  if (since === addedAt) return `${state} since ${time}, never live`;
  return state === 'missing' ? `missing since ${time}` : `waiting, live until ${time}`;
}
