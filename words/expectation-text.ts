import type { ExpectedJson } from '../lambda/reading/expected.ts';
import { formatTime } from './time.ts';

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
