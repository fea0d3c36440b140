import { expect, test } from 'vitest';
import { presumedEndEvent } from '../../lambda/stream/presumed-end.ts';
import { formatCause } from '../../words/presumed-end-text.ts';

test.each([
  { cause: 'silence', text: 'no heartbeat' },
  { cause: 'mediaServer', text: 'the media server says so' },
] as const)('the cause $cause of a presumed end is "$text"', ({ cause, text }) => {
  const event = presumedEndEvent({ app: 'LiveApp', id: 'cam-1', at: 1, cause, receivedAt: 2 });
  expect(formatCause(event)).toBe(text);
});

test.each([
  { event: { action: 'liveStreamEnded', fields: { id: 'cam-1', cause: 'silence' } }, why: 'another action' },
  { event: { action: 'presumedEnd', fields: { id: 'cam-1', cause: 'silence' } }, why: 'a hook with this action' },
  { event: { action: 'presumedEnd', fields: { cause: 'constructor' } }, why: 'a cause of a later version' },
  { event: { action: 'presumedEnd', fields: {} }, why: 'no cause' },
])('$event has none: $why', ({ event }) => expect(formatCause(event)).toBeNull());
