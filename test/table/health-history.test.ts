import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeStream } from '../../lambda/reading/stream.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { useEngine } from './engine.ts';
import { at, buildEvent, NOW, RECEIVED_AT } from './event.builder.ts';

const RUNS = Number(process.env.STORE_RUNS ?? 50);

const engine = useEngine();
const retention = { historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true };
let streams = 0;

/** A new stream, whose events are each recorded by another process. */
function aStream(policy = retention) {
  const id = `cam-${streams++}`;
  const event = (action: string, seconds: number, fields: object = {}) =>
    buildEvent({ action, id, timestamp: NOW + seconds * 1000, ...fields });
  const read = (now = RECEIVED_AT) => describeStream({ table: engine().streams, app: 'LiveApp', id, now });
  return {
    id,
    started: (seconds: number) => event('liveStreamStarted', seconds),
    ended: (seconds: number) => event('liveStreamEnded', seconds),
    beat: (seconds: number, fields?: object) => event('liveStreamStatus', seconds, fields),
    record: (each: StreamEvent) => new Recorder(policy).record(engine().streams, each),
    read,
    /** The clocks of the samples. */
    samples: async (now?: number) => (await read(now))?.healthHistory.map((sample) => sample.at),
  };
}

const minuteIndex = (seconds: number): number => Math.floor(seconds / 60);
const newestFirst = (seconds: readonly number[]): string[] => seconds.toSorted((a, b) => b - a).map(at);

/** Returns the first of each minute of these heartbeats, in order (seconds). */
const firsts = (beats: readonly number[]): number[] =>
  beats.filter((beat, index) => beats.slice(0, index).every((earlier) => minuteIndex(earlier) !== minuteIndex(beat)));

describe('the health of the last hour', () => {
  /** Seconds around `NOW`, from more than an hour before the question on. */
  const clocks = fc.array(fc.integer({ min: -5_400, max: 100 }), { minLength: 1, maxLength: 40 });

  test('is the first heartbeat of each minute, newest first, when they come in order', async () => {
    const holds = async ({ arriving, isStarted }: { arriving: number[]; isStarted: boolean }) => {
      const { started, beat, record, samples } = aStream();
      const beats = [...new Set(arriving)].sort((a, b) => a - b);
      if (isStarted) await record(started(-6_000));
      for (const seconds of beats) await record(beat(seconds));
      expect(await samples()).toEqual(
        newestFirst(firsts(beats).filter((seconds) => seconds > Math.max(...beats) - 3_600)),
      );
    };
    const cases = fc.record({ arriving: clocks, isStarted: fc.boolean() });
    await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
  }, 300_000);

  test('is at most one heartbeat a minute of those that were sent, newest first, however they come', async () => {
    const holds = async ({ arriving, atOnce }: { arriving: number[]; atOnce: number }) => {
      const { started, beat, record, samples } = aStream();
      await record(started(-6_000));
      for (let from = 0; from < arriving.length; from += atOnce) {
        await Promise.all(arriving.slice(from, from + atOnce).map((seconds) => record(beat(seconds))));
      }
      const listed = ((await samples()) ?? []).map((clock) => (Date.parse(clock) - NOW) / 1_000);
      expect(listed).toEqual(listed.toSorted((a, b) => b - a));
      expect(new Set(listed.map(minuteIndex)).size).toBe(listed.length);
      for (const seconds of listed) expect(arriving).toContain(seconds);
      const latest = Math.max(...arriving);
      expect(listed.map(minuteIndex)).toContain(minuteIndex(latest));
    };
    const cases = fc.record({ arriving: clocks, atOnce: fc.integer({ min: 1, max: 8 }) });
    await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
  }, 300_000);

  test('ignores a heartbeat that comes again, or late', async () => {
    const { started, beat, record, samples } = aStream();
    for (const event of [started(0), beat(5), beat(65), beat(65), beat(5), beat(3), beat(62)]) await record(event);
    expect(await samples()).toEqual([at(65), at(5)]);
  });

  test('is shaped like the health of the stream, and none of its events', async () => {
    const { started, beat, record, read } = aStream();
    const measured = { width: 1280, height: '720', speed: 1.003, totalByteReceived: 48_213_877, encodingQueueSize: 2 };
    for (const event of [started(0), beat(5, measured)]) await record(event);
    const { health, healthHistory = [], events = [] } = (await read()) ?? {};
    expect(health).toMatchObject({ width: 1280, height: 720, at: at(5) });
    expect(healthHistory).toEqual([health]);
    expect(events.map(({ action }) => action)).toEqual(['liveStreamStarted']);
  });

  test('goes on when the stream ends and starts again, or is known from a heartbeat only', async () => {
    const { started, ended, beat, record, samples } = aStream();
    for (const event of [beat(-300), beat(-290), beat(-200)]) await record(event);
    for (const event of [started(-190), beat(-180), ended(-170), beat(-60), started(-50), beat(0)]) await record(event);
    expect(await samples()).toEqual([at(0), at(-60), at(-180), at(-200), at(-300)]);
  });

  test('leaves out what is an hour older than the latest heartbeat', async () => {
    const { started, beat, record, samples } = aStream();
    for (const event of [started(-3_600), beat(-3_595), beat(-3_535), beat(4)]) await record(event);
    expect(await samples()).toEqual([at(4), at(-3_535), at(-3_595)]);
    await record(beat(5));
    expect(await samples()).toEqual([at(4), at(-3_535)]);
  });

  test('leaves out what has expired 25 hours after it was received, though it is not deleted yet', async () => {
    const { started, beat, record, samples } = aStream();
    for (const event of [started(0), beat(5)]) await record(event);
    expect(await samples(RECEIVED_AT + 25 * 3_600_000 - 1)).toEqual([at(5)]);
    expect(await samples(RECEIVED_AT + 25 * 3_600_000)).toEqual([]);
  });

  test.each([
    { what: '5 min behind', behind: -300 },
    { what: '70 min behind', behind: -4_200 },
    { what: '5 min ahead', behind: 300 },
  ])('is listed for a media server whose clock is $what', async ({ behind }) => {
    const { id, record, samples } = aStream();
    for (const receivedAt of [NOW - 120_000, NOW - 5_000]) {
      const fields = { action: 'liveStreamStatus', id, timestamp: receivedAt + behind * 1_000 };
      await record(buildEvent(fields, 'LiveApp', receivedAt));
    }
    expect(await samples(NOW)).toHaveLength(2);
  });

  test('is empty where it is switched off', async () => {
    const { started, beat, record, samples } = aStream({ ...retention, healthHistory: false });
    for (const event of [beat(-5), started(0), beat(5), beat(65)]) await record(event);
    expect(await samples()).toEqual([]);
  });
});
