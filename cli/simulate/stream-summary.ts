import { groupBy } from './group-by.ts';

/** The fields of a Stream that a summary is made of, in the read API's shape. */
export interface SummarizableStream {
  readonly status: string;
  readonly name: unknown;
  readonly lastError: { readonly kind: string } | null;
  readonly recordings: readonly unknown[];
  readonly sessions: readonly { readonly endReason: string | null }[];
  readonly tracks: readonly { readonly id: string; readonly leftAt: string | null }[];
}

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

/** Why each session is over, in the order given. */
function formatSessions(sessions: readonly { endReason: string | null }[]): string {
  return sessions.map(({ endReason }) => endReason ?? 'open').join(', ') || NONE;
}

/** Words and how often each occurs, as in `highResourceUsage 2, unexpectedServerShutdown 1`. */
export function formatCounts(words: readonly string[]): string {
  const groups = [...groupBy(words, (word) => word)].sort(([a], [b]) => (a < b ? -1 : 1));
  return groups.map(([word, all]) => `${word} ${all.length}`).join(', ') || NONE;
}

/** Tracks in an order of their own: their ids, `(left)` where they are gone. */
function formatTracks(tracks: readonly { id: string; isGone: boolean }[]): string {
  const words = tracks.map(({ id, isGone }) => (isGone ? `${id} (left)` : id));
  return words.sort().join(', ') || NONE;
}
