import { groupBy } from './group-by.ts';

/** The state of a stream, as texts that can be compared and printed. */
export interface StreamSummary {
  readonly status: string;
  /** The end reason of each session, newest first, such as `open, superseded`. */
  readonly sessions: string;
  readonly recordings: string;
  readonly tracks: string;
  readonly lastError: string;
  readonly name: string;
}

/** The text of an absent value. */
export const NONE = '–';

/** Returns the end reason of each session, in their order. */
export function formatSessions(sessions: readonly { endReason: string | null }[]): string {
  return sessions.map(({ endReason }) => endReason ?? 'open').join(', ') || NONE;
}

/** Returns each word and its count, such as `highResourceUsage 2, unexpectedServerShutdown 1`. */
export function formatCounts(words: readonly string[]): string {
  const groups = [...groupBy(words, (word) => word)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([word, all]) => `${word} ${all.length}`).join(', ') || NONE;
}

/** Returns the sorted ids of tracks, with `(left)` after those that have left. */
export function formatTracks(tracks: readonly { id: string; isGone: boolean }[]): string {
  const words = tracks.map(({ id, isGone }) => (isGone ? `${id} (left)` : id));
  return words.sort().join(', ') || NONE;
}
