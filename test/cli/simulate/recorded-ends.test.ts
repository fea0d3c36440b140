import { expect, test } from 'vitest';
import { describePlausible, isPlausible, recordedEnds } from '../../../cli/simulate/recorded-ends.ts';

const START = Date.UTC(2026, 10, 2, 12);
const seconds = (time: number) => START + time * 1_000;

/** A hook with its clock and the time at which it was sent, in seconds. */
const sent = (action: string, at: number, sentAt: number) => ({
  fields: { action, id: 'cam-1', timestamp: seconds(at) },
  receivedAt: seconds(sentAt),
});

/** An hour late, as simulated hooks are: 0 s started, 5 s and 10 s heartbeats, and 400 s a heartbeat that was sent later. */
const hooks = [
  sent('liveStreamStarted', 0, 3_600),
  sent('liveStreamStatus', 5, 3_600),
  sent('liveStreamStatus', 10, 3_601),
  sent('liveStreamStatus', 400, 3_700),
];

test.each([
  { at: 10, presumed: 3_650, cause: 'silence', plausible: true, why: 'the last heartbeat then' },
  { at: 400, presumed: 4_000, cause: 'silence', plausible: true, why: 'the last heartbeat' },
  { at: 10, presumed: 3_702, cause: 'silence', plausible: true, why: 'a later one was just being sent' },
  { at: 10, presumed: 4_000, cause: 'silence', plausible: false, why: 'a later heartbeat was known' },
  { at: 5, presumed: 3_650, cause: 'silence', plausible: false, why: 'a later heartbeat was known' },
  { at: 0, presumed: 3_650, cause: 'silence', plausible: false, why: 'no heartbeat has this clock' },
  { at: 3_650, presumed: 3_650, cause: 'silence', plausible: false, why: 'silence has the clock of a heartbeat' },
  { at: 3_650, presumed: 3_650, cause: 'mediaServer', plausible: true, why: 'the media server was asked then' },
  { at: 10, presumed: 3_650, cause: 'mediaServer', plausible: true, why: 'the last heartbeat then' },
  { at: 3_770, presumed: 3_650, cause: 'mediaServer', plausible: true, why: 'its clock may be ahead' },
  { at: 3_771, presumed: 3_650, cause: 'mediaServer', plausible: false, why: 'long after it was asked' },
  { at: -1, presumed: 3_650, cause: 'mediaServer', plausible: false, why: 'before the start' },
] as const)(
  'an end at $at s, presumed at $presumed s by $cause, is plausible: $plausible ($why)',
  ({ at, presumed, cause, plausible }) => {
    const end = { at: seconds(at), cause, receivedAt: seconds(presumed), isLate: false };
    expect(isPlausible(end, hooks)).toBe(plausible);
  },
);

test('without heartbeats silence ends nothing', () => {
  const started = hooks.slice(0, 1);
  const end = { at: seconds(0), cause: 'silence', receivedAt: seconds(4_000), isLate: false } as const;
  expect(isPlausible(end, started)).toBe(false);
  expect(describePlausible(started)).toBe('none without heartbeats');
  expect(describePlausible(hooks)).toBe('that of the last heartbeat, 2026-11-02T12:06:40.000Z');
});

test("the presumed ends of a history are the receiver's own events, and no hook with that action", () => {
  const event = { at: '2026-11-02T12:00:00.000Z', receivedAt: '2026-11-02T12:06:00.000Z', action: 'presumedEnd' };
  const events = [
    { ...event, outcome: 'late', fields: { cause: 'silence' } },
    { ...event, outcome: 'unrecognised', fields: { cause: 'silence', id: 'cam-1', action: 'presumedEnd' } },
    { ...event, outcome: 'recorded', action: 'liveStreamEnded', fields: { id: 'cam-1' } },
  ];
  const receivedAt = Date.parse(event.receivedAt);
  expect(recordedEnds(events)).toEqual([{ at: START, cause: 'silence', receivedAt, isLate: true }]);
});
