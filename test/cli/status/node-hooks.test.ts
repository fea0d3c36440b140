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

const buildEvent = (id: string, received: number, timestamp: unknown, action = 'vodReady'): ReceivedEvent => ({
  app: 'LiveApp',
  id,
  action,
  receivedAt: at(received),
  fields: { timestamp },
});

test('counts the live streams of each machine, the one with the most first, and leaves out those of none', () => {
  const streams = [buildStream('a', '10.0.0.2'), buildStream('b', '10.0.0.1'), buildStream('c', '10.0.0.2'), buildStream('d', null)]; // biome-ignore format: a row
  expect(sumUpNodes(streams, [])).toEqual([
    { address: '10.0.0.2', live: 2, lastAt: null, lagMs: null, clockLagMs: null, times: 'unknown' },
    { address: '10.0.0.1', live: 1, lastAt: null, lagMs: null, clockLagMs: null, times: 'unknown' },
  ]);
});

test('has the lag of the newest heartbeat, and the least one of all', () => {
  const streams = [
    buildStream('a', 'm', { sent: 10, received: 11 }),
    buildStream('b', 'm', { sent: 15, received: 20 }),
    buildStream('c', 'm', { sent: 12, received: 15 }),
  ];
  expect(sumUpNodes(streams, [])).toEqual([
    { address: 'm', live: 3, lastAt: at(20), lagMs: 5_000, clockLagMs: 1_000, times: 'usable' },
  ]);
});

const DAY_S = 86_400;
const ahead = noon + 270_000;
test.each<{ what: string; timestamp: unknown; clockLagMs: number | null; times: string }>([
  { what: 'as a number', timestamp: ahead, clockLagMs: -240_000, times: 'usable' },
  { what: 'as digits', timestamp: String(ahead), clockLagMs: -240_000, times: 'usable' },
  { what: 'a day ahead', timestamp: noon + (30 + DAY_S) * 1_000, clockLagMs: -DAY_S * 1_000, times: 'usable' },
  { what: 'more than a day ahead', timestamp: noon + (30 + DAY_S) * 1_000 + 1, clockLagMs: null, times: 'unusable' },
  { what: 'more than a day ago', timestamp: noon + (30 - DAY_S) * 1_000 - 1, clockLagMs: null, times: 'unusable' },
  { what: 'before 2024, which is no clock', timestamp: 1_700_000_000, clockLagMs: null, times: 'unusable' },
  { what: 'that is no time', timestamp: 'noon', clockLagMs: null, times: 'unusable' },
  { what: 'that is beyond all numbers', timestamp: '9'.repeat(400), clockLagMs: null, times: 'unusable' },
  { what: 'that no whole number is exactly', timestamp: 2 ** 53, clockLagMs: null, times: 'unusable' },
  { what: 'that is half a ms', timestamp: ahead + 0.5, clockLagMs: null, times: 'unusable' },
  { what: 'that is absent', timestamp: undefined, clockLagMs: null, times: 'absent' },
])('a clock that is too far ahead for heartbeats is known by the timestamp of an event, $what', ({ timestamp, clockLagMs, times }) => {
  const stream = buildStream('a', 'm', { sent: 31, received: 31 }); // its time was not usable
  const events = [buildEvent('a', 30, timestamp)];
  expect(sumUpNodes([stream], events)).toMatchObject([{ lastAt: at(31), lagMs: clockLagMs, clockLagMs, times }]);
}); // biome-ignore format: a table

test('a heartbeat, whose time no publisher can forge, outweighs all events', () => {
  const stream = buildStream('a', 'm', { sent: 10, received: 11 });
  const events = [20, 21, 22].map((received) => buildEvent('a', received, ahead));
  expect(sumUpNodes([stream], events)).toEqual([{ address: 'm', live: 1, lastAt: at(22), lagMs: 1_000, clockLagMs: 1_000, times: 'usable' }]); // biome-ignore format: a row
});

test.each([
  { what: 'one forged time of two', timestamps: [ahead, noon + 21_000], clockLagMs: -1_000 },
  { what: 'one forged time of three', timestamps: [noon + 20_000, ahead, noon + 21_000], clockLagMs: -1_000 },
  { what: 'one forged time of four', timestamps: [noon - 80_000_000, noon + 19_000, noon + 20_000, noon + 20_500], clockLagMs: 0 }, // biome-ignore format: a row
])('without heartbeats $what accuses no clock', ({ timestamps, clockLagMs }) =>
  expect(
    sumUpNodes(
      [buildStream('a', 'm')],
      timestamps.map((timestamp) => buildEvent('a', 20, timestamp)),
    ),
  ).toMatchObject([{ clockLagMs, times: 'usable' }]),
);

test.each([ahead, 'noon', 5])('without heartbeats a single event with the time %s, which may be forged, accuses no clock', (timestamp) => {
  const event = buildEvent('a', 20, timestamp);
  expect(sumUpNodes([buildStream('a', 'm')], [event])).toMatchObject([{ lastAt: at(20), lagMs: null, clockLagMs: null, times: 'unknown' }]);
}); // biome-ignore format: a row

test('without heartbeats two events with times that cannot be used are its clock', () => {
  const events = [buildEvent('a', 20, 'noon'), buildEvent('a', 21, 'noon')];
  expect(sumUpNodes([buildStream('a', 'm')], events)).toMatchObject([{ clockLagMs: null, times: 'unusable' }]);
});

test('a release that sends no time is known by the hooks that would have one, whatever a publisher adds to another', () => {
  const stream = buildStream('a', 'm');
  const [started, failed] = [buildEvent('a', 5, undefined), buildEvent('a', 9, undefined, 'endpointFailed')];
  expect(sumUpNodes([stream], [started, buildEvent('a', 6, 5)])).toMatchObject([{ times: 'absent' }]);
  expect(sumUpNodes([stream], [failed])).toMatchObject([{ lastAt: at(9), times: 'unknown' }]);
});

test('where events are not listed, the last hook is the latest one that the states have', () => {
  const lastEvent = { action: 'vodReady', at: at(40) };
  const streams = [{ ...buildStream('a', 'm'), lastEvent }, { ...buildStream('b', 'm'), node: { address: 'm', at: at(30) } }]; // biome-ignore format: a row
  expect(sumUpNodes(streams, null)).toMatchObject([{ live: 2, lastAt: at(40), lagMs: null, times: 'unknown' }]);
  expect(sumUpNodes(streams, [])).toMatchObject([{ live: 2, lastAt: null }]);
});

test('an event of an earlier session, and of a stream that is not live, says nothing about a machine', () => {
  const events = [buildEvent('a', -1, noon - 5_000), buildEvent('other', 5, noon)];
  expect(sumUpNodes([buildStream('a', 'm')], events)).toMatchObject([{ lastAt: null, clockLagMs: null }]);
});

test('a stream that is listed twice, as it moved between two pages, counts once', () => {
  const stream = buildStream('a', 'm', { sent: 10, received: 11 });
  expect(sumUpNodes([stream, stream], [])).toMatchObject([{ live: 1 }]);
});
