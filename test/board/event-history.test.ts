import { expect, test } from 'vitest';
import { mergeEvents, overlaps } from '../../board/event-history.ts';
import type { StreamEvent } from '../../board/responses.ts';

const event = (second: number, action = 'playStarted'): StreamEvent => ({
  ...{ action, at: `2026-11-02T12:00:0${second}.000Z`, receivedAt: '2026-11-02T12:00:00.000Z', outcome: 'recorded' },
  fields: {},
});
const actions = (events: readonly { at: string }[]) => events.map(({ at }) => at.slice(18, 19)).join('');

test('merged parts of a history are newest first, each event once', () => {
  expect(actions(mergeEvents([event(3), event(2)], [event(2), event(1)]))).toBe('321');
  expect(actions(mergeEvents([event(2), event(1)], [event(4), event(3), event(2)]))).toBe('4321');
});

test('two events at the same time both stay', () => {
  expect(mergeEvents([event(1, 'playStarted')], [event(1, 'playStopped')])).toHaveLength(2);
});

test('without a common event there is a gap between the newest events and the loaded ones', () => {
  expect(overlaps([event(2), event(1)], [event(3), event(2)])).toBe(true);
  expect(overlaps([event(1)], [event(3)])).toBe(false);
});
