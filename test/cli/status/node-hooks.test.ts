import { expect, test } from 'vitest';
import { type ReceivedEvent, sumUpNodes } from '../../../cli/status/node-hooks.ts';
import type { Stream } from '../../../cli/streams/fetch-streams.ts';

const noon = Date.parse('2026-11-02T12:00:00.000Z');
const at = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();

const measured = {
  width: null,
  height: null,
  speed: null,
  totalByteReceived: null,
  inputQueueSize: null,
  encodingQueueSize: null,
  dropFrameCountInEncoding: null,
  dropPacketCountInIngestion: null,
};

/** A live stream of a machine, whose heartbeat was sent and received at these seconds. */
function buildStream(id: string, address: string | null, heartbeat?: { sent: number; received: number }): Stream {
  return {
    ...{ app: 'LiveApp', id, status: 'live', inferred: false, stale: false, startedAt: at(0), endedAt: null },
    ...{ durationMs: 0, name: null, category: null, metadata: null, room: null, subscriberId: null },
    health: heartbeat ? { ...measured, at: at(heartbeat.sent), receivedAt: at(heartbeat.received) } : null,
    ...{ lastError: null, lastRecording: null, lastEvent: null },
    node: address === null ? null : { address, at: at(0) },
  };
}

const buildEvent = (id: string, received: number, timestamp: unknown): ReceivedEvent => ({
  app: 'LiveApp',
  id,
  receivedAt: at(received),
  fields: { timestamp },
});

test('counts the live streams of each machine, the one with the most first, and leaves out those of none', () => {
  const streams = [buildStream('a', '10.0.0.2'), buildStream('b', '10.0.0.1'), buildStream('c', '10.0.0.2'), buildStream('d', null)]; // biome-ignore format: a row
  expect(sumUpNodes(streams, [])).toEqual([
    { address: '10.0.0.2', live: 2, lastAt: null, lagMs: null, leastLagMs: null },
    { address: '10.0.0.1', live: 1, lastAt: null, lagMs: null, leastLagMs: null },
  ]);
});

test('has the lag of the newest hook, and the least one of all', () => {
  const streams = [
    buildStream('a', 'm', { sent: 10, received: 11 }),
    buildStream('b', 'm', { sent: 15, received: 20 }),
    buildStream('c', 'm', { sent: 12, received: 15 }),
  ];
  expect(sumUpNodes(streams, [])).toEqual([{ address: 'm', live: 3, lastAt: at(20), lagMs: 5_000, leastLagMs: 1_000 }]);
});

test.each([
  { what: 'as a number', timestamp: noon + 270_000, leastLagMs: -240_000 },
  { what: 'as digits', timestamp: String(noon + 270_000), leastLagMs: -240_000 },
  { what: 'before 2024, which is no clock', timestamp: 1_700_000_000, leastLagMs: null },
  { what: 'that is no time', timestamp: 'noon', leastLagMs: null },
  { what: 'that is absent', timestamp: undefined, leastLagMs: null },
])('a clock that is too far ahead for heartbeats is known by the timestamp of an event, $what', ({ timestamp, leastLagMs }) => {
  const stream = buildStream('a', 'm', { sent: 31, received: 31 }); // its time was not usable
  const events = [buildEvent('a', 30, timestamp)];
  expect(sumUpNodes([stream], events)).toMatchObject([{ lastAt: at(31), lagMs: null, leastLagMs }]);
}); // biome-ignore format: a table

test('an event of an earlier session, and of a stream that is not live, says nothing about a machine', () => {
  const events = [buildEvent('a', -1, noon - 5_000), buildEvent('other', 5, noon)];
  expect(sumUpNodes([buildStream('a', 'm')], events)).toMatchObject([{ lastAt: null, leastLagMs: null }]);
});

test('a stream that is listed twice, as it moved between two pages, counts once', () => {
  const stream = buildStream('a', 'm', { sent: 10, received: 11 });
  expect(sumUpNodes([stream, stream], [])).toMatchObject([{ live: 1 }]);
});
