import fc from 'fast-check';
import type { DetailType } from '../../lambda/announcing/announcement.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import type { Answer, Arrival } from './simulated-outbox.ts';
import { buildAnnouncement, buildRecipient, START } from './told-announcement.builder.ts';

const facts: DetailType[] = ['Recording Ready', 'Stream Error', 'Stream Missing', 'Publish Refused', 'Server Alarm'];
export const allTypes: DetailType[] = ['Stream Started', 'Stream Ended', 'Stream Corrected', ...facts];

/** One thing that happens to a stream some time after the last one, with a delay until it reaches the outbox (ms). */
const happening = fc.record({
  stream: fc.constantFrom('a', 'b', 'c'),
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('move' as const) },
    { weight: 1, arbitrary: fc.constantFrom('Stream Corrected' as const, ...facts) },
  ),
  afterMs: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 90_000 })),
  delayMs: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 40_000 }) },
  ),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

export const toArrivals = (happened: readonly Happening[]): Arrival[] => {
  let at = 0;
  const streams = new Map<string, { sequence: number; isLive: boolean; hasStarted: boolean }>();
  return happened.map(({ stream, kind, afterMs, delayMs }) => {
    at += afterMs;
    const state = streams.get(stream) ?? { sequence: 0, isLive: false, hasStarted: false };
    streams.set(stream, state);
    state.sequence += 1;
    if (kind === 'move') state.isLive = !state.isLive;
    const move = state.isLive ? 'Stream Started' : 'Stream Ended';
    const announcement = buildAnnouncement(kind === 'move' ? move : kind, { id: stream, sequence: state.sequence, at });
    const isFirst = !state.hasStarted; // nobody can know of a stream whose first start is late that a later one is not news
    state.hasStarted ||= kind === 'move';
    return { announcement, receivedAt: START + at + (isFirst ? 0 : delayMs) };
  });
};

/** Arrivals of what happens to three streams, each of which starts and ends in turn, delayed by less than `maxDelayMs`. */
export const happenings = (maxDelayMs = Number.POSITIVE_INFINITY) => {
  const delayed = happening.map((one) => ({ ...one, delayMs: maxDelayMs === 0 ? 0 : one.delayMs % maxDelayMs }));
  return fc.array(delayed, { maxLength: 40 });
};

export const graces = fc.constantFrom(0, 1_000, 30_000);

/** Recipients of words, on some types. */
export const wordRecipients: fc.Arbitrary<Recipient> = fc
  .record({ graceMs: graces, on: fc.subarray(allTypes, { minLength: 1 }) })
  .map((fields) => buildRecipient(fields));

export const envelopeRecipients = wordRecipients.map((one): Recipient => ({ ...one, style: 'envelope' }));

/** Answers that now and then refuse a step for 20 s, or are none at all; after them, all is taken. */
export const plannedAnswers = fc.array(fc.constantFrom('told', 'told', 'told', 'refused', 'away'), { maxLength: 60 });

export function toAnswer(planned: readonly string[]): Answer {
  const left = [...planned];
  return (_, now) => {
    const answer = left.shift();
    if (answer === 'refused') return { retryAt: now + 20_000 };
    return answer === 'away' ? 'away' : 'told';
  };
}
