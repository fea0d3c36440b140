import { describe, expect, it } from 'vitest';
import type { Announcement, DetailType } from '../../lambda/announcing/announcement.ts';
import { toSentence } from '../../lambda/notifying/messages/sentences.ts';
import { createTestAnnouncement } from '../../lambda/notifying/test-announcement.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { buildAnnouncement, buildRecipient, START } from './told-announcement.builder.ts';

const at = '2026-11-26T12:01:00.000Z';
const startedAt = '2026-11-26T09:53:00.000Z';
const ended = { startedAt, endedAt: at, durationMs: 7_680_000, endReason: 'ended' };
const open = { startedAt, endedAt: null, durationMs: null, endReason: null };
const withoutStart = { ...ended, startedAt: null, durationMs: null };

/** Builds an announcement of a stream with a name, and says it. */
function say(type: DetailType, fields: object, now = START): string {
  const built = buildAnnouncement(type, { name: 'Front door' });
  const announcement = { ...built, detail: { ...built.detail, at, ...fields } } as Announcement; // of its type
  expectValid(JSON.parse(JSON.stringify(announcement)));
  return toSentence({ kind: 'announcement', announcement }, now);
}

describe('a sentence', () => {
  it.each<[DetailType, object, string]>([
    ['Stream Started', { session: open, cause: 'started' }, 'went live at 12:01:00 UTC'],
    [
      'Stream Started',
      { session: { ...open, startedAt: null }, cause: 'heartbeat' },
      'is live: a heartbeat came at 12:01:00 UTC, its start was missed',
    ],
    [
      'Stream Started',
      { session: open, cause: 'resumed' },
      'is live again: a heartbeat came at 12:01:00 UTC after it was presumed ended, live since 09:53:00 UTC',
    ],
    [
      'Stream Started',
      { session: { ...open, startedAt: null }, cause: 'resumed' },
      'is live again: a heartbeat came at 12:01:00 UTC after it was presumed ended, its start was missed',
    ],
    ['Stream Ended', { session: ended }, 'ended after 2 h 8 min: the media server reported its end at 12:01:00 UTC'],
    [
      'Stream Ended',
      { session: { ...ended, endReason: 'presumedEnded' } },
      'ended after 2 h 8 min: no sign since 12:01:00 UTC',
    ],
    [
      'Stream Ended',
      { session: { ...ended, endReason: 'superseded' } },
      'ended after 2 h 8 min: it was started again at 12:01:00 UTC',
    ],
    [
      'Stream Ended',
      { session: withoutStart },
      'ended: the media server reported its end at 12:01:00 UTC, its start was missed',
    ],
    [
      'Stream Ended',
      { session: { ...withoutStart, endReason: 'presumedEnded' } },
      'ended: no sign since 12:01:00 UTC, its start was missed',
    ],
    [
      'Stream Corrected',
      { session: { ...ended, endReason: 'ended' }, previous: open },
      'was corrected: 09:53:00 UTC to 12:01:00 UTC (2 h 8 min, reported by the media server); before: live since 09:53:00 UTC',
    ],
    [
      'Stream Corrected',
      { session: { ...open, startedAt: null }, previous: { ...withoutStart, endReason: null } },
      'was corrected: live since a missed start; before: a missed start to 12:01:00 UTC',
    ],
    [
      'Recording Ready',
      { recording: { vodId: 'v1', name: 'cam-1.mp4', durationMs: 62_000, at } },
      'has a new recording of 1 min 2 s, ready since 12:01:00 UTC (cam-1.\u2060mp4)',
    ],
    [
      'Recording Ready',
      { recording: { vodId: 'v1', name: null, durationMs: null, at } },
      'has a new recording, ready since 12:01:00 UTC (v1)',
    ],
    [
      'Recording Ready',
      { recording: { vodId: null, name: null, durationMs: null, at } },
      'has a new recording, ready since 12:01:00 UTC',
    ],
    [
      'Stream Error',
      { error: { kind: 'endpointFailed', at, detail: 'rtmp://a/b' } },
      'had an error at 12:01:00 UTC: an endpoint failed (rtmp:\u2060/\u2060/a/b)',
    ],
    [
      'Stream Error',
      { error: { kind: 'publishTimeoutError', at, detail: null } },
      'had an error at 12:01:00 UTC: publishing timed out',
    ],
    [
      'Stream Error',
      { error: { kind: 'encoderNotOpenedError', at, detail: null } },
      'had an error at 12:01:00 UTC: the encoder could not be opened',
    ],
    ['Stream Error', { error: { kind: 'unheardOf', at, detail: null } }, 'had an error at 12:01:00 UTC: unheardOf'],
    ['Stream Missing', { since: startedAt }, 'is missing: it is expected, but has not been live since 09:53:00 UTC'],
    ['Stream Back', { since: startedAt }, 'is back: it was missing, and has been live since 09:53:00 UTC'],
    ['Publish Refused', { reason: 'noKey' }, 'refused a publisher at 12:01 UTC: it had no key'],
    [
      'Publish Refused',
      { reason: 'otherStream', count: 3 },
      'refused a publisher 3 times at 12:01 UTC: its key is for another stream',
    ],
  ])('says of a %s what, where, since when and why: %j', (type, fields, predicate) => {
    expect(say(type, fields)).toBe(`Front door (LiveApp/cam-1) ${predicate}`);
  });

  it.each([
    [
      'highResourceUsage',
      'Media server 10.\u20600.\u20600.\u20607 (LiveApp) reported a high resource usage at 12:01:00 UTC',
    ],
    [
      'unexpectedServerShutdown',
      'Media server 10.\u20600.\u20600.\u20607 (LiveApp) reported an unexpected shutdown at 12:01:00 UTC',
    ],
  ])('names the media server of an alarm: %s', (kind, sentence) => {
    expect(say('Server Alarm', { host: '10.0.0.7', kind })).toBe(sentence);
  });

  it('names the app where it is not known which stream a publisher asked for', () => {
    const sentence = 'LiveApp refused a publisher at 12:01 UTC: the question of the media server could not be read';
    expect(say('Publish Refused', { id: null, reason: 'unreadable' })).toBe(sentence);
  });

  it('names a stream without a name by its path', () => {
    const announcement = buildAnnouncement('Stream Back', { app: 'WebRTCAppEE', id: 'x' });
    expect(toSentence({ kind: 'announcement', announcement }, START)).toMatch(/^WebRTCAppEE\/x is back: /);
  });

  it('has the day of a time that is not of today', () => {
    const tomorrow = START + 86_400_000;
    expect(say('Stream Started', { session: open, cause: 'started' }, tomorrow)).toMatch(/at 26 Nov 12:01:00 UTC$/);
  });

  it.each([
    { type: 'Stream Started', state: 'live' },
    { type: 'Stream Ended', state: 'not live' },
  ] as const)('says of a flapping stream whether it is live now: $state', ({ type, state }) => {
    const announcement = buildAnnouncement(type, { name: 'Front door' });
    const sentence = toSentence({ kind: 'flapping', announcement, starts: 4, since: START }, START);
    const expected = `is flapping: it went live 4 times since 12:00:00 UTC, and is ${state} now`;
    expect(sentence).toBe(`Front door (LiveApp/cam-1) ${expected}`);
  });

  it('says that a test is one', () => {
    const announcement = createTestAnnouncement(buildRecipient({ app: 'Studio' }), START);
    const expected = 'This is a test of npm run notify: Test (Studio/test) went live at 12:00:00 UTC';
    expect(toSentence({ kind: 'announcement', announcement }, START)).toBe(expected);
  });
});

describe('the announcement of a test', () => {
  it('is valid, and marked', () => {
    const announcement = createTestAnnouncement(buildRecipient(), START);
    expectValid(announcement);
    expect(announcement.detail).toMatchObject({
      test: true,
      app: 'LiveApp',
      id: 'test',
      at: '2026-11-26T12:00:00.000Z',
    });
  });

  it('has another id and a higher sequence each time, so that no consumer drops it', () => {
    const [one, other] = [START, START + 1].map((now) => createTestAnnouncement(buildRecipient(), now).detail);
    expect(one?.eventId).not.toBe(other?.eventId);
    expect(one && 'sequence' in one && other && 'sequence' in other && other.sequence > one.sequence).toBe(true);
  });
});
