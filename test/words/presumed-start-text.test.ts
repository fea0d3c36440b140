import { expect, test } from 'vitest';
import { presumedStartEvent } from '../../lambda/stream/presumed-start.ts';
import { formatCause } from '../../words/presumed-end-text.ts';
import { isPresumedStart } from '../../words/presumed-start-text.ts';

test('the event of a presumed start is one, and the media server is its cause', () => {
  const event = presumedStartEvent({ app: 'LiveApp', id: 'cam-1', at: 1, receivedAt: 2 });
  expect(isPresumedStart(event)).toBe(true);
  expect(formatCause(event)).toBe('the media server says so');
});

test.each([
  { event: { action: 'liveStreamStarted', fields: { cause: 'mediaServer' } }, why: 'another action' },
  { event: { action: 'presumedStart', fields: { id: 'cam-1', cause: 'mediaServer' } }, why: 'a hook with this action' },
  { event: { action: 'presumedStart', fields: {} }, why: 'no cause' },
])('$event is none: $why', ({ event }) => {
  expect(isPresumedStart(event)).toBe(false);
  expect(formatCause(event)).toBeNull();
});
