import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addSamples,
  dropsOf,
  recentDrops,
  type SampleHistory,
  sampleOf,
  sortUnique,
  splitBySession,
  streamKey,
  toBitrates,
  toDropRates,
  toSpeeds,
} from '../../board/samples.ts';
import { buildHealth, buildStream } from '../words/stream.builder.ts';

const sample = (at: number, bytes: number | null, drops: number | null = null) => ({ at, bytes, drops, speed: 1 });

describe('the bitrate', () => {
  test.each([
    {
      what: 'is bits per second between two heartbeats',
      samples: [sample(0, 0), sample(5_000, 1_250_000)],
      rates: [2_000_000],
    },
    { what: 'is unknown from one heartbeat', samples: [sample(0, 5)], rates: [] },
    { what: 'is 0 while no bytes arrive', samples: [sample(0, 5), sample(5_000, 5)], rates: [0] },
    {
      what: 'is unknown where the counter restarted',
      samples: [sample(0, 9), sample(1_000, 1), sample(2_000, 126)],
      rates: [1_000],
    },
    {
      what: 'is unknown around a heartbeat without the counter',
      samples: [sample(0, 0), sample(1, null), sample(2, 9)],
      rates: [],
    },
  ])('$what', ({ samples, rates }) => {
    expect(toBitrates(samples).map(({ value }) => value)).toEqual(rates);
  });

  test('of the health history, which is newest first, is a line that starts with the oldest', () => {
    const history = [3, 2, 1].map((minute) =>
      buildHealth({ at: `2026-11-02T12:0${minute}:00.000Z`, totalByteReceived: minute * 7_500_000, speed: minute }),
    );
    const samples = sortUnique(history.map(sampleOf));
    expect(toBitrates(samples).map(({ value }) => value)).toEqual([1_000_000, 1_000_000]);
    expect(toSpeeds(samples).map(({ value }) => value)).toEqual([1, 2, 3]);
  });
});

describe('the drops a minute', () => {
  test('are those between two heartbeats, and unknown where the counter restarted', () => {
    const samples = [sample(0, 0, 0), sample(5_000, 0, 3), sample(10_000, 0, 3), sample(15_000, 0, 1)];
    expect(toDropRates(samples).map(({ value }) => value)).toEqual([36, 0]);
  });

  test('now are those of the last two minutes', () => {
    const samples = [sample(0, 0, 0), sample(60_000, 0, 600), sample(120_000, 0, 606), sample(180_000, 0, 612)];
    expect(recentDrops(samples)).toBe(6);
    expect(recentDrops(samples.slice(0, 1))).toBe(null);
    expect(recentDrops([])).toBe(null);
  });

  test('are those of frames and packets; unknown when no heartbeat has either', () => {
    const dropped = { dropFrameCountInEncoding: 1, dropPacketCountInIngestion: 2 };
    expect(dropsOf(buildHealth(dropped))).toBe(3);
    expect(dropsOf(buildHealth({ ...dropped, dropFrameCountInEncoding: null }))).toBe(2);
    expect(dropsOf(buildHealth({ dropFrameCountInEncoding: null, dropPacketCountInIngestion: null }))).toBeNull();
  });
});

describe('across sessions', () => {
  const session = (startedAt: number | null, endedAt: number | null) => ({
    startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    ...{ durationMs: null, endReason: null },
  });
  const minute = 60_000;

  test('no bitrate covers the time off air', () => {
    const samples = [
      sample(5_000, 3_000_000),
      ...[sample(27 * minute, 7_500_000), sample(28 * minute, 52_500_000), sample(29 * minute, 97_500_000)],
    ];
    const sessions = [session(26 * minute, null), session(0, 10_000)];
    expect(splitBySession(samples, sessions).map((part) => toBitrates(part).map(({ value }) => value))).toEqual([
      [],
      [6_000_000, 6_000_000],
    ]);
  });

  test('an end is a boundary too, where the next start was missed', () => {
    const samples = [sample(0, 0), sample(1_000, 10), sample(9_000, 20)];
    expect(splitBySession(samples, [session(null, 5_000)]).map(({ length }) => length)).toEqual([2, 1]);
  });

  test('a heartbeat at the clock of a presumed end is of the session that it ends', () => {
    const samples = [sample(0, 0), sample(5_000, 10), sample(400_000, 20)];
    expect(splitBySession(samples, [session(0, 5_000)]).map(({ length }) => length)).toEqual([2, 1]);
  });

  test('every sample is in one part, in order, and no part has a start or an end between two of its samples', () => {
    const times = fc.uniqueArray(fc.nat(1_000), { maxLength: 30 });
    fc.assert(
      fc.property(times, times, (beats, boundaries) => {
        const samples = sortUnique(beats.map((at) => sample(at, at)));
        const parts = splitBySession(
          samples,
          boundaries.map((time, n) => (n % 2 === 0 ? session(time, null) : session(null, time))),
        );
        expect(parts.flat()).toEqual(samples);
        const steps = parts.flatMap((part) => part.slice(1).map(({ at }, n) => [part[n]?.at ?? 0, at] as const));
        const liesBetween = (time: number, n: number, from: number, to: number) =>
          n % 2 === 0 ? from < time && time <= to : from <= time && time < to;
        for (const [from, to] of steps)
          expect(boundaries.filter((time, n) => liesBetween(time, n, from, to))).toEqual([]);
        expect(parts.length).toBeLessThanOrEqual(boundaries.length + 1);
      }),
    );
  });
});

describe('the sample history', () => {
  const addBeats = (history: SampleHistory, id: string, ...beats: number[]) =>
    beats.reduce<SampleHistory>((all, beat) => {
      const health = buildHealth({ at: new Date(beat * 1_000).toISOString(), totalByteReceived: beat });
      return addSamples(all, [buildStream({ id, health })]);
    }, history);

  test('holds each heartbeat of a stream once', () => {
    expect(addBeats(new Map(), 'cam-1', 1, 2, 2, 3).get(streamKey(buildStream()))).toHaveLength(3);
  });

  test('holds the newest 60 heartbeats', () => {
    const beats = Array.from({ length: 100 }, (_, beat) => beat);
    const samples = addBeats(new Map(), 'cam-1', ...beats).get(streamKey(buildStream())) ?? [];
    expect([samples.length, samples[0]?.at, samples.at(-1)?.at]).toEqual([60, 40_000, 99_000]);
  });

  test('drops the stream updated longest ago, once there are more than a thousand', () => {
    const streams = Array.from({ length: 1_001 }, (_, n) => buildStream({ id: `cam-${n}`, health: buildHealth() }));
    const history = addSamples(new Map(), streams);
    expect([history.size, history.has(streamKey({ app: 'LiveApp', id: 'cam-0' }))]).toEqual([1_000, false]);
  });

  test('distinguishes streams whose app and id look alike when joined', () => {
    expect(streamKey({ app: 'a', id: 'b/c' })).not.toBe(streamKey({ app: 'a/b', id: 'c' }));
  });
});
