import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSameSession, type KnownStream, knownOf } from '../../lambda/announcing/known-stream.ts';
import type { Transition } from '../../lambda/announcing/transitions.ts';
import { type Session, sessionsOf } from '../../lambda/stream/session-times.ts';
import { emptyState, newestSessionOf } from '../../lambda/stream/state.ts';
import { boundaryOf, clock, type Fate, fate, history, writesOf } from './state-writes.ts';
import { applyTransition, changeOf, transitionText } from './timed-states.ts';

const RUNS = Number(process.env.LAW_RUNS ?? 30_000);

describe('a write of a state makes these transitions', () => {
  test.each<[events: string, transitions: readonly string[]]>([
    // in order
    ['s0', ['Started 0– started @0']],
    ['s0 h60', []],
    ['s0 h60 e90', ['Ended 0–90 ended @90']],
    ['s0 e90 e95', []], // the same end again
    ['s0 e90 s200', ['Started 200– started @200']],
    ['s0 s200', ['Ended 0–200 superseded @200', 'Started 200– started @200']],
    ['e90', ['Ended ?–90 ended @90']], // its started was missed
    ['s0 e90 e105', ['Ended ?–105 ended @105']],
    ['h60', ['Started ?– heartbeat @60']],
    ['h60 e90', ['Ended ?–90 ended @90']],
    ['s0 e50 h80', ['Started ?– heartbeat @80']],
    ['s0 e50 h65', []], // a late heartbeat revives nothing
    // out of order
    ['h60 s0', ['Corrected ?– to 0– @0']],
    ['h60 s200', ['Corrected ?– to 200– @200']], // heartbeats make no session that a started could supersede
    ['e90 s0', ['Corrected ?–90 ended to 0–90 ended @90']],
    ['s0 e90 s0', []],
    ['s0 e90 e85', ['Corrected 0–90 ended to 0–85 ended @85']],
    ['s0 e90 s30', ['Corrected 0–90 ended to 0–30 superseded @30', 'Ended 30–90 ended @90']],
    ['s20 e40 e25', ['Corrected 20–40 ended to ?–40 ended @40']],
    ['s0 e40 e45 e30', ['Corrected 0–40 ended to ?–45 ended @45']], // e45 repeats e40, but not e30
    ['s100 s0', []], // the newest session is the same
    ['s100 e50', []],
    ['s0 h80 e50', ['Ended 0–50 ended @50', 'Started ?– heartbeat @80']],
    ['s0 h80 e50 s70', ['Corrected ?– to 70– @70']],
    // presumed ends
    ['p60', []],
    ['p60 h60', ['Ended ?–60 presumedEnded @60']],
    ['s0 h60 p60', ['Ended 0–60 presumedEnded @60']],
    ['s0 h60 p60 p60', []],
    ['s0 p60 h60', []],
    ['h60 p60 s0', ['Corrected ?–60 presumedEnded to 0–60 presumedEnded @60']],
    ['s0 h60 p60 h70', []],
    ['s0 h60 p60 h300', ['Started 0– resumed @300']],
    ['s0 h60 p60 h300 p300', ['Ended 0–300 presumedEnded @300']],
    ['s0 h60 p60 e62', ['Corrected 0–60 presumedEnded to 0–62 ended @62']],
    ['s0 h60 p60 e900', ['Corrected 0–60 presumedEnded to 0–900 ended @900']],
    ['s0 h60 p60 e50', ['Corrected 0–60 presumedEnded to 0–50 ended @50']],
    ['s0 h60 p60 e40', ['Corrected 0–60 presumedEnded to 0–40 ended @40', 'Ended ?–60 presumedEnded @60']],
    ['s0 h60 p60 e40 e900', ['Corrected ?–60 presumedEnded to ?–900 ended @900']],
    ['e10 h60 p60', ['Ended ?–60 presumedEnded @60']],
    ['s0 h60 p60 s200', ['Started 200– started @200']], // the presumed end of the session before stands
    ['s0 h60 p60 s30', ['Corrected 0–60 presumedEnded to 0–30 superseded @30', 'Ended 30–60 presumedEnded @60']],
    ['h60 p60', ['Ended ?–60 presumedEnded @60']],
    ['h60 p60 s10', ['Corrected ?–60 presumedEnded to 10–60 presumedEnded @60']],
    ['h60 p60 s200', ['Started 200– started @200']],
    ['h60 p60 e61', ['Corrected ?–60 presumedEnded to ?–61 ended @61']],
    ['h60 p60 h300', ['Started ?– resumed @300']],
    ['s0 h60 p60 h300 e400', ['Ended 0–400 ended @400']],
    ['s0 h60 p60 h300 e400 s500', ['Started 500– started @500']],
    ['s0 h60 p60 h300 s330', ['Ended 0–330 superseded @330', 'Started 330– started @330']],
    ['s0 h60 p60 s330 h300', []],
    // presumed starts
    ['a60', ['Started 60– started @60']],
    ['h80 a60', ['Corrected ?– to 60– @60']],
    ['e30 a60', ['Started 60– started @60']],
    ['a60 e90', ['Ended 60–90 ended @90']],
    ['a60 h70 p70', ['Ended 60–70 presumedEnded @70']],
    ['a60 s62', ['Corrected 60– to 62– @62']], // the same start
    ['a60 s58', ['Corrected 60– to 58– @58']],
    ['a60 s70', ['Corrected 60– to 70– @70']],
    ['a60 s70.001', ['Ended 60–70.001 superseded @70.001', 'Started 70.001– started @70.001']],
    ['a60.001 s0', []],
    ['a60 e90 s62', ['Corrected 60–90 ended to 62–90 ended @90']],
    ['a60 e90 s58', ['Corrected 60–90 ended to 58–90 ended @90']],
    ['s58 a60', []],
    ['s62 a60', []],
    ['s60 a60', []],
    ['a60 s60', []],
    ['s0 a60.001', ['Ended 0–60.001 superseded @60.001', 'Started 60.001– started @60.001']],
  ])('the last of %s: %j', (events, transitions) => {
    expect(writesOf(events.split(' ')).at(-1)?.transitions.map(transitionText)).toEqual(transitions);
  });
});

describe('the law', () => {
  test('whoever applies all transitions knows whether a stream is live, and its newest session; none changes nothing', () => {
    const holds = (events: string[], fates: Fate[]) => {
      let known: KnownStream = knownOf(emptyState);
      const writes = writesOf(events, fates);
      const learned = writes.map(({ transitions }) => {
        const problems = transitions.flatMap((transition) => {
          const before = known;
          known = applyTransition(known, transition);
          return problemsOf(transition, before, known);
        });
        return { known, problems, isShort: transitions.length <= 2 };
      });
      expect(learned).toEqual(writes.map(({ after }) => ({ known: knownOf(after), problems: [], isShort: true })));
    };
    fc.assert(fc.property(history, fc.array(fate, { maxLength: 9 }), holds), { numRuns: RUNS });
  }, 600_000);

  test('an event that comes again changes nothing', () => {
    const holds = (events: string[], again: number) => {
      const repeated = events[again % Math.max(1, events.length)];
      if (repeated === undefined) return;
      expect(writesOf([...events, repeated]).at(-1)?.transitions).toEqual([]);
    };
    fc.assert(fc.property(history, fc.nat(), holds), { numRuns: RUNS / 10 });
  });

  test('of started and ended in order, the last session announced of each start is that of the list', () => {
    const boundaries = fc.array(fc.tuple(fc.constantFrom('s', 'e'), clock), { maxLength: 9 });
    const holds = (unsorted: [string, number][]) => {
      const inOrder = unsorted
        .toSorted(([a, at], [b, bt]) => at - bt || (a < b ? 1 : -1))
        .map((parts) => parts.join(''));
      const announced = new Map<number, Session>();
      for (const { session } of writesOf(inOrder).flatMap(({ transitions }) => transitions))
        if (session.startedAt !== null) announced.set(session.startedAt, session);
      const listed = sessionsOf(inOrder.map(changeOf).flatMap(boundaryOf)).filter(
        ({ startedAt }) => startedAt !== null,
      );
      expect([...announced.values()]).toEqual(listed);
    };
    fc.assert(fc.property(boundaries, holds), { numRuns: RUNS / 10 });
  });
});

/** Returns what is wrong with a transition between what was known before and after it. */
function problemsOf(transition: Transition, before: KnownStream, after: KnownStream): string[] {
  const { type, at, session } = transition;
  const isOpen = session.endedAt === null && session.endReason === null;
  const wrong = {
    'says nothing new': JSON.stringify(before) === JSON.stringify(after),
    'has a session that is open but not live, or the reverse': isOpen !== after.isLive,
    'has no clock': at < changeOf('s0').at,
    'starts what is live': type === 'started' && before.isLive,
    'corrects what was not known': type === 'corrected' && !isSameSession(transition.previous, before.session),
  };
  return Object.entries(wrong).flatMap(([problem, isWrong]) =>
    isWrong ? [`${transitionText(transition)} ${problem}`] : [],
  );
}

test('the end of another process that died is known with the next one: the heartbeats go on', () => {
  const [, , , write] = writesOf(['s0', 'h80', 'e20', 'e50'], ['records', 'records', 'diesAfterRow']);
  expect(write?.transitions.map(transitionText)).toEqual(['Corrected 0– to ?– @80']);
});

test('what a heartbeat makes known has no times', () => {
  const [write] = writesOf(['h60']);
  expect(write && newestSessionOf(write.after)).toBeNull();
  expect(write && knownOf(write.after)).toEqual({
    isLive: true,
    session: { startedAt: null, endedAt: null, endReason: null },
  });
});
