import { currentHealth } from './board-words.ts';
import type { Stream } from './responses.ts';
import { type Sample, type SampleHistory, streamKey, toBitrates } from './samples.ts';
import { titleOf } from './visible-text.ts';

/** By what rows can be sorted: the name of a column, and how large a stream is in it. */
const sortKeys: Record<string, (stream: Stream, seen: SampleHistory) => number | string | null> = {
  name: (stream) => titleOf(stream).toLocaleLowerCase(),
  duration: ({ durationMs }) => descending(durationMs),
  bitrate: (stream, seen) => descending(currentBitrate(stream, seen)),
  speed: (stream) => currentHealth(stream)?.speed ?? null,
  drops: (stream) => descending(dropsOf(stream)),
  error: ({ lastError }) => descending(lastError && Date.parse(lastError.at)),
};

export const sortNames: readonly string[] = Object.keys(sortKeys);

/** What is lost before, and in encoding. */
export function dropsOf(stream: Stream): number | null {
  const health = currentHealth(stream);
  if (health === null) return null;
  const { dropFrameCountInEncoding: frames, dropPacketCountInIngestion: packets } = health;
  return frames === null && packets === null ? null : (frames ?? 0) + (packets ?? 0);
}

/** What the page has seen of a stream's latest session, the oldest first. */
export function sessionSamples(stream: Stream, history: SampleHistory): Sample[] {
  const startedAt = stream.startedAt === null ? 0 : Date.parse(stream.startedAt);
  return (history.get(streamKey(stream)) ?? []).filter(({ at }) => at >= startedAt);
}

/** The bitrate of now: of the latest two heartbeats, when both are of this session and the stream is still heard of. */
export function currentBitrate(stream: Stream, history: SampleHistory): number | null {
  if (stream.stale) return null;
  return toBitrates(sessionSamples(stream, history).slice(-2)).at(-1)?.value ?? null;
}

/** The streams whose words hold the text, in an order: as they came, or by a column, what is not known last. */
export function filterAndSort(
  streams: readonly Stream[],
  text: string,
  sort: string,
  history: SampleHistory,
): Stream[] {
  const matching = streams.filter((stream) => matches(stream, text));
  const keyOf = Object.hasOwn(sortKeys, sort) ? sortKeys[sort] : undefined;
  if (keyOf === undefined) return matching;
  return matching
    .map((stream) => ({ stream, size: keyOf(stream, history) }))
    .sort((a, b) => compare(a.size, b.size))
    .map(({ stream }) => stream);
}

function matches({ app, id, name, category, room, subscriberId, lastError }: Stream, text: string): boolean {
  const words = [app, id, name, category, room, subscriberId, lastError?.kind, lastError?.detail];
  return words.some((word) => word?.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()));
}

function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

/** The largest first. */
const descending = (value: number | null): number | null => (value === null ? null : -value);
