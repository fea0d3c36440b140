import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectationOf } from '../../lambda/expecting/expectation.ts';
import { isStale } from '../../lambda/stream/silence.ts';
import { decideStatus } from '../../lambda/stream/state.ts';
import type { ExpectedState, ExpectedStream } from '../../lambda/table/rows/expected-row.ts';
import { NOW } from '../table/event.builder.ts';
import { buildSeen } from './seen-stream.builder.ts';

const clock = (seconds: number) => NOW + seconds * 1_000;
const expectedCam: ExpectedStream = { app: 'LiveApp', id: 'cam-1', grace: 300, addedAt: clock(-1_000) };

/** A row whose latest sweep found this, such as `missing 60`. */
function withKnown(known: string): ExpectedStream {
  const [state, since] = known.split(' ');
  return { ...expectedCam, known: { state: state as ExpectedState, since: clock(Number(since)) } };
}

const seconds = (at: number) => (at - NOW) / 1_000;

describe('an expected stream', () => {
  test.each([
    { what: 'never seen', events: '', known: '', now: -701, is: 'waiting', since: -1_000 },
    { what: 'never seen, later', events: '', known: '', now: 0, is: 'missing', since: -1_000 },
    { what: 'seen by a recording only', events: 'v-500', known: '', now: 0, is: 'missing', since: -1_000 },
    { what: 'live', events: 's0', known: '', now: 900, is: 'live', since: 0 },
    { what: 'live before it was added', events: 's-5000', known: '', now: 0, is: 'live', since: -5_000 },
    { what: 'live, its start missed', events: 'h60', known: '', now: 70, is: 'live', since: 60 },
    { what: 'live, found by a sweep', events: 's0 h600', known: 'live 40', now: 610, is: 'live', since: 40 },
    { what: 'stale', events: 's0 h60', known: 'live 0', now: 121, is: 'waiting', since: 60 },
    { what: 'stale for long', events: 's0 h60', known: 'live 0', now: 361, is: 'missing', since: 60 },
    { what: 'stale, its start missed', events: 'h60', known: 'live 60', now: 121, is: 'waiting', since: 60 },
    { what: 'without heartbeats', events: 's0', known: 'live 0', now: 90_000, is: 'live', since: 0 },
    { what: 'ended', events: 's0 e100', known: 'live 0', now: 110, is: 'waiting', since: 100 },
    { what: 'ended long ago', events: 's0 e100', known: 'waiting 100', now: 401, is: 'missing', since: 100 },
    { what: 'ended, its start missed', events: 'e100', known: '', now: 110, is: 'waiting', since: 100 },
    { what: 'ended before it was added', events: 's-5000 e-4000', known: '', now: -999, is: 'missing', since: -4_000 },
    { what: 'presumed ended', events: 's0 h60 p60', known: 'live 0', now: 365, is: 'missing', since: 60 },
    {
      what: 'presumed ended, then ended',
      events: 's0 h60 p60 e90',
      known: 'missing 60',
      now: 395,
      is: 'missing',
      since: 90,
    },
    { what: 'back with a new start', events: 's0 e100 s500', known: 'missing 100', now: 900, is: 'live', since: 500 },
    {
      what: 'back by heartbeats, no start',
      events: 's0 h60 h500',
      known: 'missing 60',
      now: 510,
      is: 'live',
      since: 500,
    },
    {
      what: 'back after a presumed end',
      events: 's0 h60 p60 h500',
      known: 'missing 60',
      now: 510,
      is: 'live',
      since: 500,
    },
    {
      what: 'back, its new start missed',
      events: 's0 e100 h500',
      known: 'missing 100',
      now: 510,
      is: 'live',
      since: 500,
    },
    { what: 'back with a late start', events: 's90 h500', known: 'missing 100', now: 510, is: 'live', since: 500 },
    {
      what: 'seen at last, its clock behind',
      events: 's-1010',
      known: 'waiting -1000',
      now: 0,
      is: 'live',
      since: -1_010,
    },
  ])('$what ($events, known $known) is $is', ({ events, known, now, is, since }) => {
    const row = known === '' ? expectedCam : withKnown(known);
    const expectation = expectationOf(row, events === '' ? undefined : buildSeen(events), clock(now));
    expect({ ...expectation, since: seconds(expectation.since) }).toEqual({ state: is, since });
  });
});

test.each([
  { afterMs: 299_999, state: 'waiting' },
  { afterMs: 300_000, state: 'waiting' },
  { afterMs: 300_001, state: 'missing' },
])('with a grace of 300 s one that ended $afterMs ms ago is $state', ({ afterMs, state }) => {
  expect(expectationOf(expectedCam, buildSeen('s0 e100'), clock(100) + afterMs).state).toBe(state);
});

test.each([
  { afterMs: 60_000, state: 'live' },
  { afterMs: 60_001, state: 'missing' },
])('with a grace of 1 s one whose last heartbeat came $afterMs ms ago is $state', ({ afterMs, state }) => {
  const impatient = { ...expectedCam, grace: 1 };
  expect(expectationOf(impatient, buildSeen('s0 h60'), clock(60) + afterMs).state).toBe(state);
});

describe('of any stream', () => {
  const event = fc.tuple(fc.constantFrom('s', 'e', 'h', 'p', 'v'), fc.integer({ min: 0, max: 2_000 }));
  const known = fc.option(
    fc
      .tuple(fc.constantFrom('live', 'waiting', 'missing'), fc.integer({ min: 0, max: 2_000 }))
      .map((two) => two.join(' ')),
    { nil: '' },
  );
  const any = fc.record({
    events: fc.array(event, { minLength: 1, maxLength: 6 }).map((all) => all.map((one) => one.join('')).join(' ')),
    known,
    now: fc.integer({ min: 0, max: 3_000 }),
    grace: fc.integer({ min: 1, max: 1_000 }),
  });

  test('live is live and not stale; missing is not live for longer than the grace', () => {
    const holds = ({ events, known, now, grace }: { events: string; known: string; now: number; grace: number }) => {
      const row = { ...(known === '' ? expectedCam : withKnown(known)), grace };
      const { state, heartbeatReceivedAt } = buildSeen(events);
      const { state: is, since } = expectationOf(row, { state, heartbeatReceivedAt }, clock(now));
      const live = decideStatus(state).status === 'live' && !isStale(state, heartbeatReceivedAt, clock(now));
      expect(is === 'live').toBe(live);
      if (!live) expect(is === 'missing').toBe(clock(now) - since > grace * 1_000);
    };
    fc.assert(fc.property(any, holds));
  });

  test('what a sweep found stays until something happens: a second sweep stores nothing', () => {
    const holds = ({ events, known, now, grace }: { events: string; known: string; now: number; grace: number }) => {
      const row = { ...(known === '' ? expectedCam : withKnown(known)), grace };
      const seen = buildSeen(events);
      const first = expectationOf(row, seen, clock(now));
      expect(expectationOf({ ...row, known: first }, seen, clock(now))).toEqual(first);
    };
    fc.assert(fc.property(any, holds));
  });
});
