import type { Stream } from './answers.ts';
import { healthOf } from './board-words.ts';
import { bitrates, keyOf, type Sample, type Seen } from './samples.ts';
import { titleOf } from './visible-text.ts';

/** By what rows can be sorted: the name of a column, and how large a stream is in it. */
const sizes: Record<string, (stream: Stream, seen: Seen) => number | string | null> = {
  name: (stream) => titleOf(stream).toLocaleLowerCase(),
  duration: ({ durationMs }) => negative(durationMs),
  bitrate: (stream, seen) => negative(latestBitrate(stream, seen)),
  speed: (stream) => healthOf(stream)?.speed ?? null,
  drops: (stream) => negative(dropsOf(stream)),
  error: ({ lastError }) => negative(lastError && Date.parse(lastError.at)),
};

export const sortNames: readonly string[] = Object.keys(sizes);

/** What is lost before, and in encoding. */
export function dropsOf(stream: Stream): number | null {
  const health = healthOf(stream);
  if (health === null) return null;
  const { dropFrameCountInEncoding: frames, dropPacketCountInIngestion: packets } = health;
  return frames === null && packets === null ? null : (frames ?? 0) + (packets ?? 0);
}

/** What the page has seen of a stream's latest session, the oldest first. */
export function samplesOfNow(stream: Stream, seen: Seen): Sample[] {
  const startedAt = stream.startedAt === null ? 0 : Date.parse(stream.startedAt);
  return (seen.get(keyOf(stream)) ?? []).filter(({ at }) => at >= startedAt);
}

/** The bitrate of now: of the latest two heartbeats, when both are of this session and the stream is still heard of. */
export function latestBitrate(stream: Stream, seen: Seen): number | null {
  if (stream.stale) return null;
  return bitrates(samplesOfNow(stream, seen).slice(-2)).at(-1)?.value ?? null;
}

/** The streams whose words hold the text, in an order: as they came, or by a column, what is not known last. */
export function arranged(streams: readonly Stream[], text: string, sort: string, seen: Seen): Stream[] {
  const wanted = streams.filter((stream) => holds(stream, text));
  const size = Object.hasOwn(sizes, sort) ? sizes[sort] : undefined;
  if (size === undefined) return wanted;
  return wanted
    .map((stream) => ({ stream, size: size(stream, seen) }))
    .sort((a, b) => compare(a.size, b.size))
    .map(({ stream }) => stream);
}

function holds({ app, id, name, category, room, subscriberId, lastError }: Stream, text: string): boolean {
  const words = [app, id, name, category, room, subscriberId, lastError?.kind, lastError?.detail];
  return words.some((word) => word?.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()));
}

function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

/** The largest first. */
const negative = (value: number | null): number | null => (value === null ? null : -value);
