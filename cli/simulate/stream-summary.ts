import { groupBy } from '../../lambda/group-by.ts';

/** The fields of a Stream that a summary is made of, in the read API's shape. */
export interface SummarizableStream {
  readonly status: string;
  readonly name: unknown;
  readonly lastError: { readonly kind: string } | null;
  readonly recordings: readonly unknown[];
  readonly sessions: readonly { readonly endReason: string | null }[];
  readonly tracks: readonly { readonly id: string; readonly leftAt: string | null }[];
}

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

export function summarizeStream(stream: SummarizableStream): StreamSummary {
  return {
    status: stream.status,
    sessions: formatSessions(stream.sessions),
    recordings: String(stream.recordings.length),
    tracks: formatTracks(stream.tracks.map(({ id, leftAt }) => ({ id, isGone: leftAt !== null }))),
    lastError: stream.lastError?.kind ?? NONE,
    name: String(stream.name ?? NONE),
  };
}

/** Returns the end reason of each session, in their order. */
function formatSessions(sessions: readonly { endReason: string | null }[]): string {
  return sessions.map(({ endReason }) => endReason ?? 'open').join(', ') || NONE;
}

/** Returns each word and its count, such as `highResourceUsage 2, unexpectedServerShutdown 1`. */
export function formatCounts(words: readonly string[]): string {
  const groups = [...groupBy(words, (word) => word)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([word, all]) => `${word} ${all.length}`).join(', ') || NONE;
}

/** Returns the sorted ids of tracks, with `(left)` after those that have left. */
function formatTracks(tracks: readonly { id: string; isGone: boolean }[]): string {
  const words = tracks.map(({ id, isGone }) => (isGone ? `${id} (left)` : id));
  return words.sort().join(', ') || NONE;
}
