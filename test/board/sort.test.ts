import { describe, expect, test } from 'vitest';
import { streamKey } from '../../board/samples.ts';
import { currentBitrate, currentDrops, directionOf, nextSort, sessionSamples, sortStreams } from '../../board/sort.ts';
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
const sample = (afterMs: number, bytes: number, drops: number | null = null) => ({
  ...{ at: started + afterMs, bytes, drops, speed: 1 },
});
const history = new Map([[streamKey({ app: 'LiveApp', id: 'c' }), [sample(0, 0, 0), sample(1_000, 10, 4)]]]);
const ids = (sort: string, gravityOf = (_stream: { id: string }) => 0) =>
  sortStreams(streams, sort, history, gravityOf)
    .map(({ id }) => id)
    .join('');

describe('the order', () => {
  test.each([
    ['', 'bacd'],
    ['constructor', 'bacd'],
    ['-constructor', 'bacd'],
    ['name', 'acdb'],
    ['-name', 'bdca'],
    ['duration', 'cbda'],
    ['-duration', 'dbca'],
    ['bitrate', 'cbad'],
    ['speed', 'bcad'],
    ['drops', 'cbad'],
    ['error', 'dbac'],
  ])('by "%s" is %s: unknown values come last', (sort, order) => expect(ids(sort)).toBe(order));

  test('without a column is by gravity, and that of the API within it', () => {
    expect(ids('', ({ id }) => (id === 'c' ? 0 : 1))).toBe('cbad');
  });

  test('is changed by a click on a head: by its column, the other way round, as before', () => {
    expect(['', 'name', '-name', 'speed'].map((sort) => nextSort(sort, 'name'))).toEqual(['name', '-name', '', 'name']);
    const directions = ['ascending', 'descending'];
    expect(['', 'name', '-name'].map((sort) => directionOf(sort, 'name'))).toEqual([undefined, ...directions]);
    expect(['-duration', 'duration'].map((sort) => directionOf(sort, 'duration'))).toEqual(directions);
  });
});

describe('the current drops a minute', () => {
  test('are those over the heartbeats that were seen', () => {
    const samples = [sample(0, 0, 10), sample(5_000, 0, 11), sample(10_000, 0, 12)];
    const stream = buildStream();
    expect(currentDrops(stream, new Map([[streamKey(stream), samples]]))).toBe(12);
    expect(currentDrops({ ...stream, stale: true }, new Map([[streamKey(stream), samples]]))).toBeNull();
    expect(currentDrops(stream, new Map())).toBeNull();
  });
});

describe('the current bitrate', () => {
  const rateOf = (samples: ReturnType<typeof sample>[], overrides = {}) => {
    const stream = buildStream(overrides);
    return currentBitrate(stream, new Map([[streamKey(stream), samples]]));
  };

  test('is the one between the latest two heartbeats', () => {
    expect(rateOf([sample(0, 0), sample(1_000, 500), sample(2_000, 1_500)])).toBe(8_000);
  });

  test.each([
    { what: 'where the counter restarted', samples: [sample(0, 0), sample(1_000, 500), sample(2_000, 10)] },
    { what: 'across the start of a session', samples: [sample(-2_000, 0), sample(-1_000, 500), sample(1_000, 900)] },
    { what: 'of a stale stream', samples: [sample(0, 0), sample(1_000, 500)], overrides: { stale: true } },
    { what: 'of one heartbeat', samples: [sample(0, 0)] },
  ])('is unknown $what', ({ samples, overrides }) => expect(rateOf(samples, overrides)).toBeNull());
});

test('the samples of the session are those since its start, and all when the start was missed', () => {
  const samples = [sample(-5_000, 900), sample(0, 0), sample(5_000, 10)];
  const samplesWith = (overrides = {}) => {
    const stream = buildStream(overrides);
    return sessionSamples(stream, new Map([[streamKey(stream), samples]]));
  };
  expect(samplesWith()).toEqual(samples.slice(1));
  expect(samplesWith({ startedAt: null, inferred: true })).toEqual(samples);
});
