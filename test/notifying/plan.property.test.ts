import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import type { NotifyPolicy, Pending, Told } from '../../lambda/notifying/notification.ts';
import { defaultPolicy } from '../../lambda/notifying/planning/notify-policy.ts';
import { isRelevant, streamKeyOf } from '../../lambda/notifying/planning/plan.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import {
  allTypes,
  envelopeRecipients,
  graces,
  happenings,
  plannedAnswers,
  toAnswer,
  toArrivals,
  wordRecipients,
} from './arbitrary-happenings.ts';
import { type Answer, type Arrival, type LogEntry, SimulatedOutbox } from './simulated-outbox.ts';
import { buildRecipient } from './told-announcement.builder.ts';

const neverFlapping: NotifyPolicy = { ...defaultPolicy, flappingStarts: 1_000 };

type Check = (arrivals: readonly Arrival[], recipient: Recipient, answer: Answer) => void;

/** Checks a property of 1 000 histories, which come with a delay of less than `maxDelayMs`. */
function holds(recipients: fc.Arbitrary<Recipient>, check: Check, maxDelayMs?: number): void {
  const property = fc.property(happenings(maxDelayMs), recipients, plannedAnswers, (happened, recipient, planned) =>
    check(toArrivals(happened), recipient, toAnswer(planned)),
  );
  fc.assert(property, { numRuns: 1_000 });
}

const run = (arrivals: readonly Arrival[], recipient: Recipient, answer?: Answer, policy = defaultPolicy) =>
  new SimulatedOutbox(recipient, policy, answer).run(arrivals);

const typeOf = ({ announcement }: { readonly announcement: Announcement }) => announcement['detail-type'];
const isMove = (one: { readonly announcement: Announcement }): boolean => /Started|Ended/.test(typeOf(one));
const sequenceOf = ({ announcement: { detail } }: { readonly announcement: Announcement }): number =>
  'sequence' in detail ? detail.sequence : 0;
const bySequence = <T extends { readonly announcement: Announcement }>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => sequenceOf(a) - sequenceOf(b));
const idsOf = (items: readonly { readonly announcement: Announcement }[]): string[] =>
  items.map(({ announcement }) => announcement.detail.eventId).sort();
const toldOf = (log: readonly LogEntry[]) => log.flatMap(({ told, ...rest }) => (told ? [{ ...rest, told }] : []));

/** Parts a log by stream. */
function byStream(log: readonly LogEntry[]): LogEntry[][] {
  const streams = new Map<string, LogEntry[]>();
  for (const one of log) {
    const key = streamKeyOf((one.entries[0] as Pending).announcement); // a step has entries
    streams.set(key, [...(streams.get(key) ?? []), one]);
  }
  return [...streams.values()];
}

const isSameStream = (one: Arrival, told: Told): boolean =>
  isMove(one) && streamKeyOf(one.announcement) === streamKeyOf(told.announcement);

/** Until when (ms since the epoch) the moves of a stream are held after those that were told of it. */
function flappingUntil(moves: readonly ReturnType<typeof toldOf>[number][]): number {
  const last = moves.at(-1);
  return last?.told.kind === 'flapping' ? last.at + defaultPolicy.flappingMs : 0;
}

const styles = [
  { style: 'words', recipients: wordRecipients },
  { style: 'envelopes', recipients: envelopeRecipients },
];

describe('whatever comes, in whatever order, and whatever is answered', () => {
  it.each(styles)('each relevant entry is in exactly one step: $style', ({ recipients }) => {
    holds(recipients, (arrivals, recipient, answer) => {
      const log = run(arrivals, recipient, answer);
      const relevant = arrivals.filter(({ announcement }) => isRelevant(recipient, announcement));
      expect(idsOf(log.flatMap(({ entries }) => entries))).toEqual(idsOf(relevant));
    });
  });

  it.each(styles)('only what the recipient is on is told, each once: $style', ({ recipients }) => {
    holds(recipients, (arrivals, recipient, answer) => {
      const told = toldOf(run(arrivals, recipient, answer)).map((one) => one.told);
      const single = told.filter(({ kind }) => kind === 'announcement');
      expect(single.filter((one) => !recipient.on.includes(typeOf(one)))).toEqual([]);
      expect(new Set(idsOf(single)).size).toBe(single.length);
    });
  });

  it('words about a stream are in the order of their sequences', () => {
    holds(wordRecipients, (arrivals, recipient, answer) => {
      for (const log of byStream(toldOf(run(arrivals, recipient, answer)))) {
        const told = toldOf(log).map((one) => one.told);
        const sequenced = told.filter((one) => sequenceOf(one) > 0 && one.kind === 'announcement');
        expect(sequenced).toEqual(bySequence(sequenced));
      }
    });
  });

  it('who reads of all starts and ends knows at the end whether each stream is live', () => {
    const recipients = graces.map((graceMs) => buildRecipient({ graceMs }));
    holds(recipients, (arrivals, recipient, answer) => {
      for (const log of byStream(run(arrivals, recipient, answer))) {
        const newest = bySequence(log.flatMap(({ entries }) => entries)).at(-1);
        const read = toldOf(log).at(-1)?.told;
        expect(read && typeOf(read)).toBe(newest && typeOf(newest));
      }
    });
  });

  it('no message says what is known to be over, but for an end that the grace withholds of a stream that is not flapping', () => {
    const recipients = graces.map((graceMs) => buildRecipient({ graceMs }));
    holds(recipients, (arrivals, recipient) => {
      for (const log of byStream(run(arrivals, recipient))) {
        const moves = toldOf(log).filter(({ told }) => isMove(told));
        for (const [index, { at, told, entries }] of moves.entries()) {
          if (moves[index + 1]?.at === at) continue; // the message goes on
          const newest = bySequence(arrivals.filter((one) => one.receivedAt <= at && isSameStream(one, told))).at(-1);
          if (newest === undefined || typeOf(newest) === typeOf(told)) continue;
          const calmAt = flappingUntil(moves.slice(0, index));
          expect([told.kind, typeOf(newest)]).toEqual(['announcement', 'Stream Ended']);
          expect(newest.receivedAt + recipient.graceMs).toBeGreaterThan(at);
          expect(entries.filter(({ receivedAt }) => receivedAt < calmAt)).toEqual([]);
        }
      }
    });
  });

  it('a stream is told as flapping at most every 5 minutes, and nothing of its starts and ends between', () => {
    holds(wordRecipients, (arrivals, recipient, answer) => {
      for (const log of byStream(toldOf(run(arrivals, recipient, answer)))) {
        const moves = toldOf(log).filter(({ told }) => isMove(told));
        for (const [index, { at, told }] of moves.entries()) {
          const next = moves[index + 1];
          if (told.kind === 'flapping' && next) expect(next.at - at).toBeGreaterThanOrEqual(defaultPolicy.flappingMs);
        }
      }
    });
  });
});

/** Whether the next start of a stream after an end came within the grace (ms), by all arrivals. */
function cameBack(end: Arrival, arrivals: readonly Arrival[], graceMs: number): boolean {
  const key = streamKeyOf(end.announcement);
  const isLaterStart = (one: Arrival) =>
    streamKeyOf(one.announcement) === key && typeOf(one) === 'Stream Started' && sequenceOf(one) > sequenceOf(end);
  const [next] = bySequence(arrivals.filter(isLaterStart));
  return graceMs > 0 && next !== undefined && next.receivedAt <= end.receivedAt + graceMs;
}

describe('grace, where all comes in order', () => {
  it.each(styles)(
    'an end is never told when its stream came back within it, and is not flapping: $style',
    ({ recipients }) => {
      const check: Check = (arrivals, recipient, answer) => {
        const told = toldOf(run(arrivals, recipient, answer, neverFlapping)).map((one) => one.told);
        const ids = new Set(idsOf(told.filter(({ kind }) => kind === 'announcement')));
        const ends = arrivals.filter((one) => typeOf(one) === 'Stream Ended');
        const short = ends.filter((end) => cameBack(end, arrivals, recipient.graceMs));
        expect(idsOf(short).filter((id) => ids.has(id))).toEqual([]);
      };
      holds(recipients, check, 0);
    },
  );

  it('an envelope of everything else is told', () => {
    const recipients = graces.map((graceMs) => buildRecipient({ style: 'envelope', on: allTypes, graceMs }));
    const check: Check = (arrivals, recipient, answer) => {
      const isShort = (one: Arrival) => typeOf(one) === 'Stream Ended' && cameBack(one, arrivals, recipient.graceMs);
      const told = toldOf(run(arrivals, recipient, answer)).map((one) => one.told);
      expect(idsOf(told)).toEqual(idsOf(arrivals.filter((one) => !isShort(one))));
    };
    holds(recipients, check, 0);
  });

  it('words of every other start and end are told, of a stream that is not flapping', () => {
    const recipients = graces.map((graceMs) => buildRecipient({ graceMs }));
    const check: Check = (arrivals, recipient, answer) => {
      const moves = arrivals.filter(isMove);
      const isShort = (one: Arrival) => typeOf(one) === 'Stream Ended' && cameBack(one, moves, recipient.graceMs);
      const isReturn = (one: Arrival) => {
        const before = moves.filter((other) => streamKeyOf(other.announcement) === streamKeyOf(one.announcement));
        const last = bySequence(before).findLast((other) => sequenceOf(other) < sequenceOf(one));
        return typeOf(one) === 'Stream Started' && last !== undefined && isShort(last);
      };
      const told = toldOf(run(arrivals, recipient, answer, neverFlapping)).map((one) => one.told);
      expect(idsOf(told)).toEqual(idsOf(moves.filter((one) => !isShort(one) && !isReturn(one))));
    };
    holds(recipients, check, 0);
  });

  it('an end is told as soon as it is over', () => {
    const policy = { ...neverFlapping, gatherMs: 0 };
    const recipients = graces.map((graceMs) => buildRecipient({ on: ['Stream Ended'], graceMs }));
    const check: Check = (arrivals, recipient) => {
      for (const { at, told } of toldOf(run(arrivals, recipient, undefined, policy))) {
        const end = arrivals.find(({ announcement }) => announcement === told.announcement);
        expect(at - (end?.receivedAt ?? 0)).toBe(recipient.graceMs);
      }
    };
    holds(recipients, check, 0);
  });
});

describe('gathering', () => {
  it('sends messages at least 10 s apart', () => {
    holds(wordRecipients, (arrivals, recipient) => {
      const times = [...new Set(toldOf(run(arrivals, recipient)).map(({ at }) => at))];
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(gaps.filter((gap) => gap < defaultPolicy.gatherMs)).toEqual([]);
    });
  });

  it('delays nothing by more than 10 s where there is no grace and no flapping', () => {
    holds(fc.constant(buildRecipient({ on: allTypes })), (arrivals, recipient) => {
      const log = run(arrivals, recipient, undefined, neverFlapping);
      const delays = log.flatMap(({ at, entries }) => entries.map(({ receivedAt }) => at - receivedAt));
      expect(delays.filter((delay) => delay > defaultPolicy.gatherMs)).toEqual([]);
    });
  });
});

describe('envelopes of everything', () => {
  const recipients = fc.constant(buildRecipient({ style: 'envelope', on: allTypes }));

  it('are in order where nothing comes later than the settling', () => {
    const check: Check = (arrivals, recipient, answer) => {
      for (const log of byStream(run(arrivals, recipient, answer))) {
        const sequenced = log.flatMap(({ entries }) => entries).filter((one) => sequenceOf(one) > 0);
        expect(sequenced).toEqual(bySequence(sequenced));
      }
    };
    holds(recipients, check, defaultPolicy.settleMs);
  });

  it('wait for the settling, and for nothing else', () => {
    const check: Check = (arrivals, recipient) => {
      const log = run(arrivals, recipient);
      const delays = log.flatMap(({ at, entries }) => entries.map(({ receivedAt }) => at - receivedAt));
      expect(delays.filter((delay) => delay !== defaultPolicy.settleMs)).toEqual([]);
    };
    holds(recipients, check, 0);
  });
});

it.each(styles)('what is done of a stream depends on no other one: $style', ({ recipients }) => {
  const policy = { ...defaultPolicy, gatherMs: 0 }; // gathering joins streams
  holds(recipients, (arrivals, recipient) => {
    const together = run(arrivals, recipient, undefined, policy);
    for (const stream of ['a', 'b', 'c', null]) {
      const isOwn = ({ announcement }: { announcement: Announcement }) => announcement.detail.id === stream;
      const alone = run(arrivals.filter(isOwn), recipient, undefined, policy);
      expect(alone).toEqual(together.filter(({ entries }) => entries.every(isOwn)));
    }
  });
});
