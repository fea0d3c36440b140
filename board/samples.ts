import type { Health, Stream, StreamResponse } from './responses.ts';
import { splitWhere } from './split.ts';

/** What one heartbeat tells of how a stream comes in. */
export interface Sample {
  /** In ms since the epoch, by the media server's clock. */
  readonly at: number;
  readonly bytes: number | null;
  readonly speed: number | null;
}

/** A value at a time. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** How many samples of a stream the page remembers: five minutes of heartbeats every 5 s. */
const MAX_SAMPLES = 60;

export function sampleOf({ at, totalByteReceived, speed }: Health): Sample {
  return { at: Date.parse(at), bytes: totalByteReceived, speed };
}

/** The oldest first, each time once. */
export function sortUnique(samples: readonly Sample[]): Sample[] {
  return [...new Map(samples.map((sample) => [sample.at, sample])).values()].sort((a, b) => a.at - b.at);
}

/** The samples of each session: whatever lies on two sides of a start or an end is not compared. */
export function splitBySession(samples: readonly Sample[], sessions: StreamResponse['sessions']): Sample[][] {
  const boundaries = sessions
    .flatMap(({ startedAt, endedAt }) => [startedAt, endedAt])
    .flatMap((bound) => (bound === null ? [] : [Date.parse(bound)]));
  return splitWhere(samples, (before, after) => boundaries.some((bound) => before.at < bound && bound <= after.at));
}

/** Bits a second between each two samples that follow each other; a counter that fell began anew. */
export function toBitrates(samples: readonly Sample[]): Point[] {
  return samples.slice(1).flatMap((sample, index) => {
    const before = samples[index];
    if (before === undefined || before.bytes === null || sample.bytes === null) return [];
    if (sample.bytes < before.bytes || sample.at <= before.at) return [];
    return [{ at: sample.at, value: ((sample.bytes - before.bytes) * 8_000) / (sample.at - before.at) }];
  });
}

export function toSpeeds(samples: readonly Sample[]): Point[] {
  return samples.flatMap(({ at, speed }) => (speed === null ? [] : [{ at, value: speed }]));
}

export type SampleHistory = ReadonlyMap<string, readonly Sample[]>;

export const streamKey = ({ app, id }: Pick<Stream, 'app' | 'id'>): string => JSON.stringify([app, id]);

/** What the page has seen of each stream, with what it sees now; a stream that it sees no longer is forgotten with time. */
export function addSamples(history: SampleHistory, streams: readonly Stream[]): SampleHistory {
  const next = new Map(history);
  for (const stream of streams) {
    const { health } = stream;
    const key = streamKey(stream);
    const known = next.get(key) ?? [];
    if (health === null) continue;
    next.delete(key); // to the end: the first is the one that was seen longest ago
    next.set(key, sortUnique([...known, sampleOf(health)]).slice(-MAX_SAMPLES));
  }
  return new Map([...next].slice(-MAX_STREAMS));
}

/** The page may stay open for weeks. */
const MAX_STREAMS = 1_000;
