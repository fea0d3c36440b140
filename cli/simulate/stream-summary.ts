import { groupBy } from './group-by.ts';

/** What the read API must say of a stream, each in words that can be compared and printed. */
export interface StreamSummary {
  readonly status: string;
  /** Why each session is over, newest first: `open, superseded`. */
  readonly sessions: string;
  readonly recordings: string;
  readonly tracks: string;
  readonly lastError: string;
  readonly name: string;
}

/** A word for nothing at all. */
export const NONE = '–';

/** Why each session is over, in the order given. */
export function formatSessions(sessions: readonly { endReason: string | null }[]): string {
  return sessions.map(({ endReason }) => endReason ?? 'open').join(', ') || NONE;
}

/** Words and how often each occurs, as in `highResourceUsage 2, unexpectedServerShutdown 1`. */
export function formatCounts(words: readonly string[]): string {
  const groups = [...groupBy(words, (word) => word)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([word, all]) => `${word} ${all.length}`).join(', ') || NONE;
}

/** Tracks in an order of their own: their ids, `(left)` where they are gone. */
export function formatTracks(tracks: readonly { id: string; isGone: boolean }[]): string {
  const words = tracks.map(({ id, isGone }) => (isGone ? `${id} (left)` : id));
  return words.sort().join(', ') || NONE;
}
