import { currentHealth } from '../words/health.ts';
import type { Stream } from './responses.ts';
import { type Sample, type SampleHistory, streamKey, toBitrates } from './samples.ts';
import { titleOf } from './visible-text.ts';

/** The orders of the list, and the key by which each sorts, in ascending order. */
const sortKeys: Record<string, (stream: Stream, history: SampleHistory) => number | string | null> = {
  name: (stream) => titleOf(stream).toLocaleLowerCase(),
  duration: ({ durationMs }) => descending(durationMs),
  bitrate: (stream, history) => descending(currentBitrate(stream, history)),
  speed: (stream) => currentHealth(stream)?.speed ?? null,
  drops: (stream) => descending(dropsOf(stream)),
  error: ({ lastError }) => descending(lastError && Date.parse(lastError.at)),
};

export const sortNames: readonly string[] = Object.keys(sortKeys);

/** The number of frames dropped in encoding and packets lost in ingestion; null when neither is known. */
export function dropsOf(stream: Stream): number | null {
  const health = currentHealth(stream);
  if (health === null) return null;
  const { dropFrameCountInEncoding: frames, dropPacketCountInIngestion: packets } = health;
  return frames === null && packets === null ? null : (frames ?? 0) + (packets ?? 0);
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

/** Returns the streams that contain the text, in an order of `sortNames` with unknown values last; else in the order of the API. */
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
    .map((stream) => ({ stream, key: keyOf(stream, history) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ stream }) => stream);
}

function matches({ app, id, name, category, room, subscriberId, lastError }: Stream, text: string): boolean {
  const texts = [app, id, name, category, room, subscriberId, lastError?.kind, lastError?.detail];
  return texts.some((field) => field?.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()));
}

function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

/** A key that sorts the largest value first. */
const descending = (value: number | null): number | null => (value === null ? null : -value);
