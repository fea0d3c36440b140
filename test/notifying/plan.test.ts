import { describe, expect, it } from 'vitest';
import type { DetailType } from '../../lambda/announcing/announcement.ts';
import { defaultPolicy } from '../../lambda/notifying/planning/notify-policy.ts';
import { isRelevant, plan, streamKeyOf } from '../../lambda/notifying/planning/plan.ts';
import { type Answer, SimulatedOutbox } from './simulated-outbox.ts';
import { buildAnnouncement, buildRecipient, START } from './told-announcement.builder.ts';

const types: Record<string, DetailType> = {
  started: 'Stream Started',
  ended: 'Stream Ended',
  corrected: 'Stream Corrected',
  recording: 'Recording Ready',
  error: 'Stream Error',
};
const seconds = 1_000;

/** Parses a history such as `started@0 ended@60 b:started@61`: types, each at its second, of the stream `a` where none is named; `ended@60>65` reaches the outbox at 65. The sequences rise. */
function parse(history: string) {
  return history.split(' ').map((word, index) => {
    const [, id = 'a', name = '', at = '', later] = /^(?:(\w+):)?(\w+)@([\d.]+)(?:>([\d.]+))?$/.exec(word) ?? [];
    const type = types[name];
    if (type === undefined) throw new Error(`received ${word}, expected a type and a second, such as ended@60`);
    const announcement = buildAnnouncement(type, { id, sequence: index + 1, at: Number(at) * seconds });
    return { announcement, receivedAt: START + Number(later ?? at) * seconds };
  });
}

/** Formats what is told, a line for each message: its second, then what it tells. */
function tell(history: string, changes: Parameters<typeof buildRecipient>[0] = {}, answer?: Answer): string[] {
  const recipient = buildRecipient({ on: Object.values(types), ...changes });
  const messages = new Map<number, string[]>();
  for (const { at, told } of new SimulatedOutbox(recipient, defaultPolicy, answer).run(parse(history))) {
    if (told === null) continue;
    const type = told.announcement['detail-type'].replace(/^Stream /, '').toLowerCase();
    const text =
      told.kind === 'flapping'
        ? `flapping ${type === 'ended' ? 'ended ' : ''}${told.starts} since ${(told.since - START) / seconds}`
        : type;
    messages.set(at, [...(messages.get(at) ?? []), `${told.announcement.detail.id} ${text}`]);
  }
  return [...messages].map(([at, texts]) => `${(at - START) / seconds}: ${texts.join(', ')}`);
}

const minute = 60 * seconds;

describe('words', () => {
  it.each([
    ['one thing is told after 10 s', 'started@0', 0, ['10: a started']],
    [
      'what comes within 10 s is one message',
      'started@0 b:started@4 b:error@10 c:started@10.001',
      0,
      ['10: a started, b started, b error', '20.001: c started'],
    ],
    ['a restart is two things', 'started@0 ended@60 started@60', 0, ['10: a started', '70: a ended, a started']],
    ['what comes late is left out', 'started@0 ended@60>120 started@61', 0, ['10: a started', '71: a started']],
    ['a late fact is told', 'recording@0>100 started@60', 0, ['70: a started', '110: a recording ready']],
    ['an end is told after the grace', 'started@0 ended@60', 30, ['10: a started', '100: a ended']],
    [
      'an end is not told when the stream comes back within the grace',
      'started@0 ended@60 started@90',
      30,
      ['10: a started'],
    ],
    [
      'an end is told when the stream comes back after the grace',
      'started@0 ended@60 started@90.001',
      30,
      ['10: a started', '100: a ended, a started'],
    ],
    [
      'a fact waits for the end before it',
      'ended@0 recording@1 b:recording@1',
      30,
      ['11: b recording ready', '40: a ended, a recording ready'],
    ],
    ['a fact waits no longer when the stream comes back', 'ended@0 error@1 started@5', 30, ['15: a error']],
    [
      'the next start is told after an end that was told, however short another end was',
      'started@0 ended@60 ended@200 started@201',
      30,
      ['10: a started', '100: a ended', '211: a started'],
    ],
    [
      'a start is told after an end that was not short, however short another end was',
      'started@0 ended@60 ended@85 started@100',
      30,
      ['10: a started', '100: a ended, a started'],
    ],
    [
      'three starts within 5 minutes are flapping, which is told of instead',
      'started@0 ended@60 started@61 ended@299 started@300',
      0,
      ['10: a started', '70: a ended, a started', '309: a flapping 3 since 0'],
    ],
    [
      'three starts in more than 5 minutes are not flapping',
      'started@0 ended@60 started@61 ended@299 started@300.001',
      0,
      ['10: a started', '70: a ended, a started', '309: a ended, a started'],
    ],
    [
      'starts after short ends count',
      'started@0 ended@60 started@61 ended@120 started@121',
      30,
      ['10: a started', '131: a flapping 3 since 0'],
    ],
    [
      'starts of long ago do not count',
      'started@0 ended@600 started@601 ended@602 started@603 ended@604 started@605',
      0,
      ['10: a started', '610: a flapping 3 since 601'],
    ],
    [
      'a flapping stream is told of again after 5 minutes, with the starts since then',
      'started@0 ended@1 started@2 ended@3 started@4 ended@50 started@51 ended@100 started@101 ended@200 started@201',
      0,
      ['10: a flapping 3 since 0', '320: a flapping 3 since 51'],
    ],
    [
      'a stream that flaps no more is told of once more',
      'started@0 ended@1 started@2 ended@3 started@4 ended@50 started@51 ended@100',
      0,
      ['10: a flapping 3 since 0', '320: a ended'],
    ],
    [
      'a flapping stream is told of as others once it was calm',
      'started@0 ended@1 started@2 ended@3 started@4 ended@400 started@401',
      0,
      ['10: a flapping 3 since 0', '410: a ended, a started'],
    ],
    [
      'a flapping stream delays its errors as little as others',
      'started@0 ended@1 started@2 ended@3 started@4 ended@50 error@51 b:started@52',
      0,
      ['10: a flapping 3 since 0', '61: a error, b started', '320: a ended'],
    ],
    [
      'a flapping stream is told with the end that its grace withholds, which frees what is after it',
      'started@0 ended@1 started@2 ended@3 started@4 ended@8 recording@9',
      30,
      ['10: a flapping ended 3 since 0, a recording ready'],
    ],
    [
      'a stream that came back is flapping until it is told of again',
      'started@0 ended@1 started@2 ended@3 started@4 ended@8 started@20',
      30,
      ['10: a flapping ended 3 since 0', '320: a started'],
    ],
    [
      'a stream that flaps no more is told with the end that its grace withholds',
      'started@0 ended@1 started@2 ended@3 started@4 ended@50 started@200 ended@315',
      30,
      ['10: a flapping 3 since 0', '320: a ended'],
    ],
    [
      'the next start is told after an end that its grace withheld no more',
      'started@0 ended@1 started@2 ended@3 started@4 ended@50 started@200 ended@315 started@330',
      30,
      ['10: a flapping 3 since 0', '320: a ended', '340: a started'],
    ],
  ])('%s', (_, history, graceSeconds, messages) => {
    expect(tell(history, { graceMs: graceSeconds * seconds })).toEqual(messages);
  });

  it('of ends only: starts are counted, and not told', () => {
    const changes = { on: ['Stream Ended'] as DetailType[], graceMs: 30 * seconds };
    expect(tell('started@0 ended@60 started@61 ended@200', changes)).toEqual(['240: a ended']);
    expect(tell('started@0 ended@60 started@61 ended@120 started@121', changes)).toEqual(['131: a flapping 3 since 0']);
  });

  it('a refused step holds its stream, and no other', () => {
    const refused = new Set<string>();
    const answer: Answer = ({ told }, now) => {
      const { eventId, id } = told?.announcement.detail ?? {};
      if (id !== 'a' || eventId === undefined || refused.size > 0) return 'told';
      refused.add(eventId);
      return { retryAt: now + minute };
    };
    const told = tell('started@0 b:started@1 error@20 b:error@20', {}, answer);
    expect(told).toEqual(['10: b started', '30: b error', '70: a started, a error']);
  });
});

describe('envelopes', () => {
  const style = 'envelope' as const;

  it.each([
    ['each is told when it has settled', 'started@0 ended@1 b:started@1', 0, ['2: a started', '3: a ended, b started']],
    [
      'facts are told in the order of their times',
      'recording@20>30 error@10>30',
      0,
      ['32: a error, a recording ready'],
    ],
    ['one that was overtaken is told first', 'started@0>1 ended@0', 0, ['3: a started, a ended']],
    ['a late one is told nevertheless', 'started@0>60 ended@1', 0, ['3: a ended', '62: a started']],
    ['an end waits for the grace, and what is after it', 'ended@0 recording@1', 30, ['30: a ended, a recording ready']],
    [
      'an end is left out when the stream comes back',
      'ended@0 recording@1 started@30',
      30,
      ['30: a recording ready', '32: a started'],
    ],
    [
      'a fact does not wait for a short end',
      'ended@0 started@5 recording@6',
      30,
      ['7: a started', '8: a recording ready'],
    ],
    [
      'starts are not counted',
      'started@0 ended@1 started@2 ended@3 started@4',
      0,
      ['2: a started', '3: a ended', '4: a started', '5: a ended', '6: a started'],
    ],
  ])('%s', (_, history, graceSeconds, messages) => {
    expect(tell(history, { style, graceMs: graceSeconds * seconds })).toEqual(messages);
  });

  it('of ends only: starts are read to know short ends, and not told', () => {
    const changes = { style, on: ['Stream Ended'] as DetailType[], graceMs: 30 * seconds };
    expect(tell('ended@0 started@10 ended@60', changes)).toEqual(['90: a ended']);
  });
});

describe('isRelevant', () => {
  it.each([
    { style: 'slack', on: 'Stream Started', type: 'Stream Ended', graceMs: 0, relevant: true },
    { style: 'slack', on: 'Stream Ended', type: 'Stream Started', graceMs: 0, relevant: true },
    { style: 'slack', on: 'Stream Error', type: 'Stream Started', graceMs: 0, relevant: false },
    { style: 'slack', on: 'Stream Started', type: 'Stream Corrected', graceMs: 0, relevant: false },
    { style: 'slack', on: 'Stream Error', type: 'Stream Error', graceMs: 0, relevant: true },
    { style: 'envelope', on: 'Stream Ended', type: 'Stream Started', graceMs: 0, relevant: false },
    { style: 'envelope', on: 'Stream Ended', type: 'Stream Started', graceMs: 1, relevant: true },
    { style: 'envelope', on: 'Stream Error', type: 'Stream Started', graceMs: 1, relevant: false },
    { style: 'envelope', on: 'Stream Started', type: 'Stream Ended', graceMs: 1, relevant: false },
  ] as const)('$style, on $on, grace $graceMs ms: $type is $relevant', ({ style, on, type, graceMs, relevant }) => {
    const recipient = buildRecipient({ style, on: [on], graceMs });
    expect(isRelevant(recipient, buildAnnouncement(type))).toBe(relevant);
  });

  it('is only what is of the app of the recipient', () => {
    const recipient = buildRecipient({ app: 'LiveApp' });
    expect(isRelevant(recipient, buildAnnouncement('Stream Started'))).toBe(true);
    expect(isRelevant(recipient, buildAnnouncement('Stream Started', { app: 'liveapp' }))).toBe(false);
  });
});

it('tells nothing of what a changed recipient is on no more', () => {
  const entries = [{ announcement: buildAnnouncement('Stream Error'), receivedAt: START, retryAt: 0 }];
  for (const style of ['slack', 'envelope'] as const) {
    const { steps, wakeAt } = plan(entries, new Map(), buildRecipient({ style }), START + minute, defaultPolicy);
    expect(steps).toEqual([{ entries, told: null, memory: null }]);
    expect(wakeAt).toBe(null);
  }
});

it('wakes when the next message is due, or a refused one may be told again', () => {
  const entry = { announcement: buildAnnouncement('Stream Started'), receivedAt: START, retryAt: 0 };
  const wake = (entries: (typeof entry)[]) => plan(entries, new Map(), buildRecipient(), START, defaultPolicy).wakeAt;
  expect(wake([])).toBe(null);
  expect(wake([entry])).toBe(START + 10_000);
  expect(wake([{ ...entry, retryAt: START + 7_000 }])).toBe(START + 7_000);
  const envelopes = buildRecipient({ style: 'envelope' });
  const refused = { ...entry, retryAt: START + 7_000 };
  const later = plan([refused], new Map(), envelopes, START + 5_000, defaultPolicy);
  expect(later).toEqual({ steps: [], wakeAt: START + 7_000 });
  const ended = { ...entry, announcement: buildAnnouncement('Stream Ended') };
  const recipient = buildRecipient({ graceMs: 30_000 });
  expect(plan([ended], new Map(), recipient, START, defaultPolicy).wakeAt).toBe(START + 40_000);
});

it('has a key for each stream, and one for the alarms of an app', () => {
  expect(streamKeyOf(buildAnnouncement('Stream Started', { app: 'a', id: 'b","c' }))).toBe('["a","b\\",\\"c"]');
  expect(streamKeyOf(buildAnnouncement('Server Alarm', { app: 'a' }))).toBe('["a",null]');
});
