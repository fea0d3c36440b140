import { describe, expect, it } from 'vitest';
import type { DetailType } from '../../lambda/announcing/announcement.ts';
import type { Pending, StreamMemory } from '../../lambda/notifying/notification.ts';
import { defaultPolicy } from '../../lambda/notifying/planning/notify-policy.ts';
import { plan, streamKeyOf } from '../../lambda/notifying/planning/plan.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { buildAnnouncement, buildRecipient, START } from './told-announcement.builder.ts';

const [S, E, C, R]: DetailType[] = ['Stream Started', 'Stream Ended', 'Stream Corrected', 'Recording Ready'];
const all = { on: [S, E, C, R] as DetailType[] };
const hour = 3_600_000;
const now = START + hour;

/** Builds entries that came one second after the other, an hour ago; each has its place as its sequence. */
const build = (types: readonly (DetailType | undefined)[]): Pending[] =>
  types.map((type = 'Stream Error', index) => {
    const announcement = buildAnnouncement(type, { sequence: index + 1, at: index * 1_000 });
    return { announcement, receivedAt: START + index * 1_000, retryAt: 0 };
  });

const empty: StreamMemory = { sequence: 0, starts: [], flappingToldAt: null, isEndTold: false };

/** Returns of each step what it tells, the sequences that leave with it, and its memory. */
function look(entries: readonly Pending[], changes: Partial<Recipient> = all, memory = empty) {
  const memories = new Map([[streamKeyOf(buildAnnouncement(S ?? 'Stream Started')), memory]]);
  return plan(entries, memories, buildRecipient(changes), now, defaultPolicy).steps.map((step) => ({
    tells: step.told && `${step.told.kind} ${step.told.announcement['detail-type']}`,
    leaves: step.entries.map((entry) => entries.indexOf(entry) + 1),
    memory: step.memory,
  }));
}

describe('the memory of a stream', () => {
  it('has the highest sequence, the last starts, and whether an end was told last', () => {
    expect(look(build([S, E, R])).map(({ memory }) => memory)).toEqual([
      { ...empty, sequence: 1, starts: [START] },
      { ...empty, sequence: 2, starts: [START], isEndTold: true },
      { ...empty, sequence: 2, starts: [START], isEndTold: true },
    ]);
  });

  it('has no starts that are too long ago to count', () => {
    const starts = [START - 400_000, START - 200_000];
    expect(look(build([S]), all, { ...empty, starts })[0]?.memory?.starts).toEqual([START - 200_000, START]);
  });

  it('has no starts once they were told as flapping, and that they were, and the state that was told', () => {
    const leaves = [1, 2, 3, 4, 5, 6];
    const memory = { sequence: 6, starts: [], flappingToldAt: now, isEndTold: true };
    expect(look(build([S, E, S, E, S, E]))).toEqual([{ tells: 'flapping Stream Ended', leaves, memory }]);
    expect(look(build([S, E, S, E, S]))[0]?.memory).toEqual({ ...memory, sequence: 5, isEndTold: false });
  });

  it('forgets that a stream was flapping once it was told as calm', () => {
    const memory = { ...empty, flappingToldAt: START };
    const [step, ...others] = look(build([S, E]), all, memory);
    expect(others).toEqual([]);
    expect(step).toEqual({
      tells: 'announcement Stream Ended',
      leaves: [1, 2],
      memory: { sequence: 2, starts: [START], flappingToldAt: null, isEndTold: true },
    });
  });

  it('keeps what was told last where nothing is told', () => {
    const memory = { ...empty, isEndTold: true };
    const onEnds = { on: [E] as DetailType[] };
    expect(look(build([S]), onEnds, memory)[0]?.memory?.isEndTold).toBe(true);
    expect(look(build([S]), onEnds, { ...memory, flappingToldAt: START })[0]?.memory?.isEndTold).toBe(true);
    expect(look(build([E]), { on: [S] as DetailType[] })[0]?.memory?.isEndTold).toBe(false);
  });

  it('changes by no correction before a flapping is told: the moves before it would come late', () => {
    const [correction, flapping, ...others] = look(build([S, C, E, S, E, S]));
    expect(correction).toEqual({ tells: 'announcement Stream Corrected', leaves: [2], memory: empty });
    expect(flapping?.memory?.sequence).toBe(6);
    expect(others).toEqual([]);
  });

  it('goes on from a flapping that is told', () => {
    const steps = look(build([S, E, S, E, S, C]));
    expect(steps.at(-1)?.memory).toEqual({ ...empty, sequence: 6, flappingToldAt: now });
  });
});

describe('a stream of which an entry is refused', () => {
  const refuse = (entries: readonly Pending[], place: number): Pending[] =>
    entries.map((entry, index) => (index + 1 === place ? { ...entry, retryAt: now + 1_000 } : entry));

  it('is not summed up meanwhile: that would be of an old state, or a second try too soon', () => {
    const facts = [{ tells: 'announcement Recording Ready', leaves: [6], memory: empty }];
    expect(look(refuse(build([S, C, E, S, E, R, S, E]), 8))).toEqual(facts);
    expect(look(refuse(build([S, E]), 2), all, { ...empty, flappingToldAt: START })).toEqual([]);
  });
});

describe('what is left out', () => {
  it('leaves the outbox on its own when it comes late or twice, and changes no memory', () => {
    const [entry] = build([S]);
    if (entry === undefined) throw new Error('received no entry, expected one');
    const late = { tells: null, leaves: [1], memory: null };
    expect(look([entry], all, { ...empty, sequence: 1 })).toEqual([late]);
    const copies = look([entry, { ...entry }]);
    expect(copies.map(({ tells }) => tells)).toEqual([null, 'announcement Stream Started']);
  });

  it('leaves with what is told before it, else after it: on its own it would make that late', () => {
    const onStarts = { on: [S, R] as DetailType[] };
    expect(look(build([S, E]), onStarts)).toMatchObject([{ leaves: [1, 2], memory: { sequence: 2 } }]);
    expect(look(build([E, S]), onStarts)).toMatchObject([{ leaves: [2, 1], memory: { sequence: 2 } }]);
    expect(look(build([E]), onStarts)).toMatchObject([{ tells: null, leaves: [1], memory: { sequence: 1 } }]);
  });
});
