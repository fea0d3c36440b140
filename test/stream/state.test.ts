import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { toSessionJson, toStreamJson } from '../../lambda/reading/stream-json.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { fastPathOf } from '../../lambda/stream/fast-path.ts';
import { type PresumedEnd, presumedEndEvent } from '../../lambda/stream/presumed-end.ts';
import { withPresumedEnds } from '../../lambda/stream/presumed-sessions.ts';
import { presumedStartEvent } from '../../lambda/stream/presumed-start.ts';
import { type Boundary, presumedAmong, sessionsOf } from '../../lambda/stream/session-times.ts';
import { decideStatus, emptyState, fold, type State } from '../../lambda/stream/state.ts';
import type { RegisterName } from '../../lambda/stream/values.ts';
import { expectedStreams } from '../../oracle/expected-stream.ts';
import { buildHookRequest, type HookInput } from '../hook/hook-request.builder.ts';
import {
  type Arrived,
  allOf,
  arbitraryArrivals,
  arbitraryHooksAndEnds,
  clocksById,
  type HooksAndEnds,
  NOW,
  startsById,
} from './arbitrary-hooks.ts';

const RUNS = Number(process.env.STATE_RUNS ?? 5_000);

function eventOf(arrived: Arrived): StreamEvent {
  if ('fields' in arrived) return hookEvent(arrived);
  return 'cause' in arrived ? presumedEndEvent(arrived) : presumedStartEvent(arrived);
}

function hookEvent(hook: HookInput): StreamEvent {
  const event = readMessage(toMessage(buildHookRequest(hook)));
  if (event.type !== 'stream') throw new Error(`expected an event of a stream, received ${JSON.stringify(event)}`);
  return event;
}

/** A store in memory: the state of one stream and its boundaries, folded event by event. */
class Folded {
  state: State = emptyState;
  heartbeatReceivedAt: number | null = null;
  readonly boundaries: Boundary[] = [];

  add(event: StreamEvent): void {
    if (event.boundary !== undefined)
      this.boundaries.push({ kind: event.boundary, at: event.at, presumed: event.presumedStart && 'yes' });
    if (event.class === 'heartbeat')
      this.heartbeatReceivedAt = Math.max(this.heartbeatReceivedAt ?? 0, event.receivedAt);
    this.state = fold(this.state, event, historyForFold(this.boundaries));
  }
}

/** Returns as much of the history as a fold needs. */
function historyForFold(boundaries: readonly Boundary[]): Boundary[] {
  const isPresumed = presumedAmong(boundaries);
  const reported = boundaries.filter((one) => one.kind === 'started' && !isPresumed(one));
  const latest = reported.reduce((max, { at }) => Math.max(max, at), 0);
  return boundaries.filter(({ at }) => at >= latest);
}

/** The expected stream, without the lists that only a history has. */
function expected({ hooks, presumedStarts, presumedEnds }: HooksAndEnds, id: string) {
  const streams = expectedStreams(hooks, NOW, clocksById(presumedEnds), startsById(presumedStarts));
  const { recordings: _recordings, tracks: _tracks, sessions, ...stream } = streams.get(id) ?? {};
  return { sessions, stream: { app: 'LiveApp', ...stream } };
}

function sessionsJson({ state, boundaries }: Folded, presumedEnds: readonly PresumedEnd[]) {
  const { status, at } = decideStatus(state);
  const stored = presumedEnds.map((end) => ({
    at: end.at,
    isHeartbeat: end.isHeartbeat === true,
    isContradicted: false,
  }));
  const sessions = withPresumedEnds(sessionsOf(boundaries), stored, status === 'presumedEnded' ? at : null);
  return sessions.toReversed().map((session) => toSessionJson(session, NOW));
}

describe('the state of a stream', () => {
  test('is the one that the contract gives the set of events, in any order and with any repetition', () => {
    const cases = arbitraryHooksAndEnds(14).chain((set) =>
      fc.record({ set: fc.constant(set), arriving: arbitraryArrivals(allOf(set)) }),
    );
    const holds = ({ set, arriving }: { set: HooksAndEnds; arriving: Arrived[] }) => {
      const streams = new Map<string, Folded>();
      for (const event of arriving.map(eventOf)) {
        const folded = streams.get(event.id) ?? new Folded();
        folded.add(event);
        streams.set(event.id, folded);
      }
      for (const id of expectedStreams(set.hooks, NOW).keys()) {
        const { sessions, stream } = expected(set, id);
        const folded = streams.get(id) ?? new Folded();
        expect(toStreamJson('LiveApp', id, folded, NOW)).toEqual(stream);
        const ends = set.presumedEnds.filter((end) => end.id === id);
        expect(sessionsJson(folded, ends)).toEqual(sessions);
      }
    };
    fc.assert(fc.property(cases, holds), { numRuns: RUNS });
  }, 600_000);

  test('needs no history that has expired: it has the newest session', () => {
    const ended = { at: NOW, values: {}, boundary: 'ended' } as const;
    const live = { ...emptyState, session: { startedAt: NOW - 40 * 86_400_000, endedAt: null } };
    expect(fold(live, ended, []).session).toEqual({ startedAt: NOW - 40 * 86_400_000, endedAt: NOW });
    const over = { ...emptyState, session: { startedAt: null, endedAt: NOW - 5_000 } };
    expect(fold(over, ended, []).session).toEqual(over.session);
  });

  test('knows the latest ended before its row is written', () => {
    const boundary = (kind: Boundary['kind'], seconds: number) => ({ kind, at: NOW + seconds * 1_000 });
    const [start, end, before, long] = [
      boundary('started', 0),
      boundary('ended', 50),
      boundary('ended', 45),
      boundary('ended', 39.5),
    ];
    const lifecycle = { action: 'liveStreamEnded' };
    const arrive = (state: State, heard: Boundary, history: Boundary[]) =>
      fold(state, { at: heard.at, boundary: heard.kind, values: { lifecycle } }, history);
    const live = arrive(emptyState, start, [start]);
    const closed = arrive(live, end, [start]); // its own row is not there yet, as after the fast path
    const state = arrive(arrive(closed, before, [before, start]), long, [before, long, start]);
    expect(state.session).toEqual({ startedAt: null, endedAt: end.at });
  });

  test('is the same by the fast path, wherever that is allowed, as by folding', () => {
    const cases = arbitraryHooksAndEnds(10).chain((set) => arbitraryArrivals(allOf(set)));
    const holds = (arriving: Arrived[]) => {
      const folded = new Folded();
      for (const event of arriving.map(eventOf).filter(({ id }) => id === 's')) {
        const before = folded.state;
        folded.add(event);
        if (!(event.presumedEnd || event.presumedStart) && isAllowed(before, event))
          expect(writeFast(before, event)).toEqual(summarise(folded.state));
      }
    };
    fc.assert(fc.property(cases, holds), { numRuns: 2 * RUNS }); // few hooks are at a limit, and a run is cheap
  }, 600_000);
});

/** Whether the conditions of the fast path hold: the test's own reading of `FastPath`. */
function isAllowed(state: State, event: StreamEvent): boolean {
  const { expects, maxHeartbeatAt = Number.POSITIVE_INFINITY } = fastPathOf(event);
  const { status, inferred } = decideStatus(state);
  const newer = Object.keys(event.values).every(
    (field) => (state.registers[field as RegisterName]?.at ?? -1) < event.at,
  );
  const asExpected = { nothing: true, openSession: status === 'live' && !inferred, decided: status !== 'unknown' }[
    expects
  ];
  const boundaries = [state.session?.startedAt, state.session?.endedAt, state.presumedEndAt];
  const isLatest = event.boundary === undefined || boundaries.every((at) => (at ?? -1) < event.at);
  return newer && isLatest && asExpected && (state.registers.health?.at ?? 0) <= maxHeartbeatAt;
}

function summarise(state: State) {
  return { ...state, standing: decideStatus(state) };
}

function writeFast(state: State, event: StreamEvent) {
  const { session, decision } = fastPathOf(event);
  const heard = Object.entries(event.values).map(([field, value]) => [field, { value, at: event.at }]);
  return {
    registers: { ...state.registers, ...Object.fromEntries(heard) },
    session: session ? { ...state.session, ...session } : state.session,
    ...(state.presumedEndAt !== undefined && { presumedEndAt: state.presumedEndAt }),
    standing: decision ?? decideStatus(state),
  };
}
