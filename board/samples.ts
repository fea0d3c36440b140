import type { Health, Stream, StreamResponse } from './responses.ts';
import { splitWhere } from './split.ts';

/** The measurements of one heartbeat. */
export interface Sample {
  /** In ms since the epoch, by the media server's clock. */
  readonly at: number;
  readonly bytes: number | null;
  readonly speed: number | null;
  /** Frames dropped in encoding and packets lost in ingestion, counted since the start. */
  readonly drops: number | null;
}

/** A value at a time. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** The samples held of each stream: five minutes of heartbeats every 5 s. */
const MAX_SAMPLES = 60;
/** The streams whose samples are held: the page may stay open for weeks. */
const MAX_STREAMS = 1_000;
/** How a stream does now is what it did so long before its latest sample (ms): one a minute is stored. */
const RECENT_MS = 130_000;

/** Returns the measurements of a heartbeat. */
export function sampleOf(health: Health): Sample {
  const { at, totalByteReceived, speed } = health;
  return { at: Date.parse(at), bytes: totalByteReceived, speed, drops: dropsOf(health) };
}

/** The number of frames dropped in encoding and packets lost in ingestion; null when neither is known. */
export function dropsOf({ dropFrameCountInEncoding: frames, dropPacketCountInIngestion: packets }: Health) {
  return frames === null && packets === null ? null : (frames ?? 0) + (packets ?? 0);
}

/** Sorts samples, oldest first, and keeps one for each time. */
export function sortUnique(samples: readonly Sample[]): Sample[] {
  return [...new Map(samples.map((sample) => [sample.at, sample])).values()].sort((a, b) => a.at - b.at);
}

/**
 * Splits samples at each start and end of a session, since samples of different sessions cannot be compared. A sample at an
 * end is of the session that ends: a presumed end has the clock of the last heartbeat.
 */
export function splitBySession(samples: readonly Sample[], sessions: StreamResponse['sessions']): Sample[][] {
  const toClocks = (times: readonly (string | null)[]) =>
    times.flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  const starts = toClocks(sessions.map(({ startedAt }) => startedAt));
  const ends = toClocks(sessions.map(({ endedAt }) => endedAt));
  return splitWhere(
    samples,
    (before, after) =>
      starts.some((start) => before.at < start && start <= after.at) ||
      ends.some((end) => before.at <= end && end < after.at),
  );
}

/** Returns the bits per second between neighbouring samples. */
export const toBitrates = (samples: readonly Sample[]): Point[] => toRates(samples, 'bytes', 8_000);

/** Returns the drops a minute between neighbouring samples. */
export const toDropRates = (samples: readonly Sample[]): Point[] => toRates(samples, 'drops', 60_000);

/** Returns by how much a counter grew in so many ms between neighbouring samples, except where it restarted. */
function toRates(samples: readonly Sample[], counter: 'bytes' | 'drops', ms: number): Point[] {
  return samples.slice(1).flatMap((sample, index) => {
    const before = samples[index];
    const [from, to] = [before?.[counter] ?? null, sample[counter]];
    if (before === undefined || from === null || to === null) return [];
    if (to < from || sample.at <= before.at) return [];
    return [{ at: sample.at, value: ((to - from) * ms) / (sample.at - before.at) }];
  });
}

/** Returns the drops a minute in the two minutes before the latest sample of a session; null where they are not known. */
export function recentDrops(samples: readonly Sample[]): number | null {
  const from = (samples.at(-1)?.at ?? 0) - RECENT_MS;
  const recent = samples.filter(({ at }) => at >= from);
  return toDropRates([...recent.slice(0, 1), ...recent.slice(-1)])[0]?.value ?? null;
}

/** Returns the speeds that are known, each at its time. */
export function toSpeeds(samples: readonly Sample[]): Point[] {
  return samples.flatMap(({ at, speed }) => (speed === null ? [] : [{ at, value: speed }]));
}

/** The samples of each stream by its key, since the page was opened; the stream updated last comes last. */
export type SampleHistory = ReadonlyMap<string, readonly Sample[]>;

export const streamKey = ({ app, id }: Pick<Stream, 'app' | 'id'>): string => JSON.stringify([app, id]);

/** Returns the samples that are known of a stream, oldest first: those stored, those since the page was opened, and the latest. */
export function samplesOf(stream: StreamResponse, history: SampleHistory): Sample[] {
  const { health, healthHistory } = stream;
  return sortUnique([
    ...healthHistory.map(sampleOf),
    ...(history.get(streamKey(stream)) ?? []),
    ...(health === null ? [] : [sampleOf(health)]),
  ]);
}

/** Returns the history with the current health of the streams added. */
export function addSamples(history: SampleHistory, streams: readonly Stream[]): SampleHistory {
  const next = new Map(history);
  for (const stream of streams) {
    const { health } = stream;
    const key = streamKey(stream);
    const known = next.get(key) ?? [];
    if (health === null) continue;
    next.delete(key); // moves it to the end: the first stream is dropped first
    next.set(key, sortUnique([...known, sampleOf(health)]).slice(-MAX_SAMPLES));
  }
  return new Map([...next].slice(-MAX_STREAMS));
}
