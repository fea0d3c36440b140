import { expect, test } from 'vitest';
import { statuses as statusesOfReadApi } from '../../lambda/reading/stream-filter.ts';
import { sinceOf, statuses, streamStatusName } from '../../words/status.ts';
import { buildHealth, buildStream } from './stream.builder.ts';

test.each([
  { overrides: {}, name: 'live' },
  { overrides: { stale: true }, name: 'stale' },
  { overrides: { inferred: true, stale: true }, name: 'stale' },
  { overrides: { status: 'presumedEnded' }, name: 'presumed ended' },
  { overrides: { status: 'ended' }, name: 'ended' },
  { overrides: { status: 'unknown' }, name: 'unknown' },
] as const)('a stream with $overrides is called $name', ({ overrides, name }) => {
  expect(streamStatusName(buildStream(overrides))).toBe(name);
});

test('statuses are listed in the order of the read API', () => {
  expect(statuses).toEqual(statusesOfReadApi);
});

test.each([
  { stream: buildStream(), since: '2026-11-02T12:00:00.000Z' },
  { stream: buildStream({ startedAt: null, inferred: true, health: buildHealth({ at: 'beat' }) }), since: 'beat' },
  { stream: buildStream({ status: 'ended', endedAt: 'end' }), since: 'end' },
  { stream: buildStream({ status: 'presumedEnded', endedAt: 'end' }), since: 'end' },
  { stream: buildStream({ status: 'unknown', lastEvent: { action: 'x', at: 'event' } }), since: 'event' },
])('a stream that is $stream.status (inferred: $stream.inferred) is so since $since', ({ stream, since }) =>
  expect(sinceOf(stream)).toBe(since),
);
