import { currentHealth } from '../words/health.ts';
import type { Stream } from './responses.ts';
import { recentDrops, type Sample, type SampleHistory, streamKey, toBitrates } from './samples.ts';
import { titleOf } from './visible-text.ts';

type SortKey = number | string | null;

/** The columns that the list can be sorted by, and the key by which each sorts, in ascending order. */
const sortKeys: Record<string, (stream: Stream, history: SampleHistory) => SortKey> = {
  name: (stream) => titleOf(stream).toLocaleLowerCase(),
  duration: ({ durationMs }) => descending(durationMs),
  since: ({ startedAt }) => newest(startedAt),
  video: (stream) => descending(currentHealth(stream)?.height ?? null),
  bitrate: (stream, history) => descending(currentBitrate(stream, history)),
  speed: (stream) => currentHealth(stream)?.speed ?? null,
  drops: (stream, history) => descending(currentDrops(stream, history)),
  error: ({ lastError }) => newest(lastError?.at),
  ended: ({ endedAt }) => newest(endedAt),
  why: (stream) => (stream.status === 'live' ? null : stream.status),
  recording: ({ lastRecording }) => newest(lastRecording?.at),
};

/** Marks the opposite order. */
const REVERSED = '-';

/** The columns whose smallest value is first. */
const ascendingFirst = ['name', 'speed', 'why'];

/** Returns how the list is sorted by a column; undefined when it is not. */
export function directionOf(sort: string, column: string): 'ascending' | 'descending' | undefined {
  if (sort !== column && sort !== REVERSED + column) return undefined;
  return ascendingFirst.includes(column) === (sort === column) ? 'ascending' : 'descending';
}

/** Returns the order that a click on a column makes of another: its own, then reversed, then that of the board again. */
export function nextSort(sort: string, column: string): string {
  if (sort === column) return REVERSED + column;
  return sort === REVERSED + column ? '' : column;
}

/** The samples of the stream's newest session, oldest first. */
export function sessionSamples(stream: Stream, history: SampleHistory): Sample[] {
  const startedAt = stream.startedAt === null ? 0 : Date.parse(stream.startedAt);
  return (history.get(streamKey(stream)) ?? []).filter(({ at }) => at >= startedAt);
}

/** The bitrate between the latest two heartbeats of the session; null when there are none or the stream is stale. */
export function currentBitrate(stream: Stream, history: SampleHistory): number | null {
  if (stream.stale) return null;
  return toBitrates(sessionSamples(stream, history).slice(-2)).at(-1)?.value ?? null;
}

/** The recent drops a minute of the session; null when they are not known or the stream is stale. */
export const currentDrops = (stream: Stream, history: SampleHistory): number | null =>
  stream.stale ? null : recentDrops(sessionSamples(stream, history));

/** Returns streams in the order of a column, unknown values last; else by gravity, which keeps the order within each. */
export function sortStreams(
  streams: readonly Stream[],
  sort: string,
  history: SampleHistory,
  gravityOf: (stream: Stream) => number,
): Stream[] {
  const isReversed = sort.startsWith(REVERSED);
  const column = isReversed ? sort.slice(REVERSED.length) : sort;
  const keyOf = Object.hasOwn(sortKeys, column) ? sortKeys[column] : undefined;
  return streams
    .map((stream) => ({ stream, key: keyOf === undefined ? gravityOf(stream) : keyOf(stream, history) }))
    .sort((a, b) => compare(a.key, b.key, isReversed && keyOf !== undefined))
    .map(({ stream }) => stream);
}

function compare(a: SortKey, b: SortKey, isReversed: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = a < b ? -1 : Number(a > b);
  return isReversed ? -order : order;
}

/** A key that sorts the latest time first. */
const newest = (at: string | null | undefined): number | null => (at == null ? null : -Date.parse(at));

/** A key that sorts the largest value first. */
const descending = (value: number | null): number | null => (value === null ? null : -value);
