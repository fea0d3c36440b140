import { describe, expect, test } from 'vitest';
import { streamKey } from '../../board/samples.ts';
import { currentBitrate, dropsOf, filterAndSort, sessionSamples, sortNames } from '../../board/sort.ts';
import { buildHealth, buildStream } from '../words/stream.builder.ts';

const streams = [
  buildStream({
    id: 'b',
    name: 'Zürich',
    durationMs: 5,
    health: buildHealth({ speed: 0.9, dropFrameCountInEncoding: 1 }),
  }),
  buildStream({ id: 'a', name: 'alpha', durationMs: null, room: 'Hall' }),
  buildStream({ id: 'c', durationMs: 9, health: buildHealth({ speed: 1.1, dropPacketCountInIngestion: 4 }) }),
  buildStream({
    id: 'd',
    durationMs: 1,
    lastError: { kind: 'endpointFailed', at: '2026-11-02T12:00:00.000Z', detail: 'rtmp://h' },
  }),
];
const started = Date.parse('2026-11-02T12:00:00.000Z');
const sample = (afterMs: number, bytes: number) => ({ at: started + afterMs, bytes, speed: 1 });
const seen = new Map([[streamKey({ app: 'LiveApp', id: 'c' }), [sample(0, 0), sample(1_000, 10)]]]);
const ids = (text: string, sort: string) =>
  filterAndSort(streams, text, sort, seen)
    .map(({ id }) => id)
    .join('');

describe('the text', () => {
  test.each([
    ['', 'bacd'],
    ['ZÜR', 'b'],
    [' hall ', 'a'],
    ['endpoint', 'd'],
    ['rtmp://', 'd'],
    ['liveapp', 'bacd'],
    ['nobody', ''],
  ])('"%s" finds %s', (text, found) => expect(ids(text, '')).toBe(found));
});

describe('the order', () => {
  test.each([
    ['', 'bacd'],
    ['constructor', 'bacd'],
    ['name', 'acdb'],
    ['duration', 'cbda'],
    ['bitrate', 'cbad'],
    ['speed', 'bcad'],
    ['drops', 'cbad'],
    ['error', 'dbac'],
  ])('by "%s" is %s: what is not known comes last', (sort, order) => expect(ids('', sort)).toBe(order));

  test('is each of those that the board offers', () => {
    expect(sortNames).toEqual(['name', 'duration', 'bitrate', 'speed', 'drops', 'error']);
  });
});

test('what is dropped is not known where no heartbeat told it', () => {
  const none = buildHealth({ dropFrameCountInEncoding: null, dropPacketCountInIngestion: null });
  expect([dropsOf(buildStream()), dropsOf(buildStream({ health: none }))]).toEqual([null, null]);
});

describe('the bitrate of now', () => {
  const rateOf = (samples: ReturnType<typeof sample>[], special = {}) => {
    const stream = buildStream(special);
    return currentBitrate(stream, new Map([[streamKey(stream), samples]]));
  };

  test('is between the latest two heartbeats', () => {
    expect(rateOf([sample(0, 0), sample(1_000, 500), sample(2_000, 1_500)])).toBe(8_000);
  });

  test.each([
    { what: 'where the counter began anew', samples: [sample(0, 0), sample(1_000, 500), sample(2_000, 10)] },
    { what: 'across the start of a session', samples: [sample(-2_000, 0), sample(-1_000, 500), sample(1_000, 900)] },
    { what: 'of a stale stream', samples: [sample(0, 0), sample(1_000, 500)], special: { stale: true } },
    { what: 'of one heartbeat', samples: [sample(0, 0)] },
  ])('is not known $what', ({ samples, special }) => expect(rateOf(samples, special)).toBeNull());
});

test('the samples of now are those of the latest session, and all where its start was missed', () => {
  const samples = [sample(-5_000, 900), sample(0, 0), sample(5_000, 10)];
  const now = (special = {}) => {
    const stream = buildStream(special);
    return sessionSamples(stream, new Map([[streamKey(stream), samples]]));
  };
  expect(now()).toEqual(samples.slice(1));
  expect(now({ startedAt: null, inferred: true })).toEqual(samples);
});
