import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../../lambda/hook/message.ts';
import { hookOf } from '../../lambda/hook/read-message.ts';
import { sessionJson, streamJson } from '../../lambda/reading/stream-json.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { inOrder } from '../../lambda/stream/fast-path.ts';
import { type Edge, sessionsOf } from '../../lambda/stream/session-times.ts';
import { fold, nothingKnown, type State, standingOf } from '../../lambda/stream/state.ts';
import type { Field } from '../../lambda/stream/values.ts';
import { arrivals, hooks, NOW } from './arbitrary-hooks.ts';
import { received, streamOf, type WireHook } from './model.ts';

const RUNS = Number(process.env.STATE_RUNS ?? 10_000);

const eventOf = (hook: WireHook): StreamEvent => {
  const event = hookOf(messageOf(received(hook)));
  if (event.about !== 'stream') throw new Error(`expected an event of a stream, received ${JSON.stringify(event)}`);
  return event;
};

/** What a store does, without one: the state of one stream and its edges, event by event. */
class Folded {
  state: State = nothingKnown;
  heardAt: number | null = null;
  readonly edges: Edge[] = [];

  add(event: StreamEvent): void {
    if (event.edge !== undefined) this.edges.push({ edge: event.edge, at: event.at });
    if (event.class === 'heartbeat') this.heardAt = Math.max(this.heardAt ?? 0, event.receivedAt);
    this.state = fold(this.state, event, sinceStarted(this.edges));
  }
}

/** As much of the history as a fold asks for. */
function sinceStarted(edges: readonly Edge[]): Edge[] {
  const latest = edges.filter(({ edge }) => edge === 'started').reduce((at, edge) => Math.max(at, edge.at), 0);
  return edges.filter(({ at }) => at >= latest);
}

/** What the model says, apart from what only a history can tell. */
function expected(set: readonly WireHook[], id: string) {
  const { recordings: _recordings, tracks: _tracks, sessions, ...stream } = streamOf(set, id, NOW) ?? {};
  return { sessions, stream };
}

describe('the state of a stream', () => {
  test('is what the contract says of the set of events, in any order and however often each arrived', () => {
    const cases = hooks(14).chain((set) => fc.record({ set: fc.constant(set), arriving: arrivals(set) }));
    const holds = ({ set, arriving }: { set: WireHook[]; arriving: WireHook[] }) => {
      const streams = new Map<string, Folded>();
      for (const event of arriving.map(eventOf)) {
        const folded = streams.get(event.id) ?? new Folded();
        folded.add(event);
        streams.set(event.id, folded);
      }
      for (const [id, { edges, ...stored }] of streams) {
        const { sessions, stream } = expected(set, id);
        expect(streamJson('LiveApp', id, stored, NOW)).toEqual(stream);
        expect(sessionsOf(edges).map((session) => sessionJson(session, NOW))).toEqual(sessions?.toReversed());
      }
    };
    fc.assert(fc.property(cases, holds), { numRuns: RUNS });
  });

  test('needs no history that has expired: the newest session is in it', () => {
    const ended = { at: NOW, values: {}, edge: 'ended' } as const;
    const live = { ...nothingKnown, session: { startedAt: NOW - 40 * 86_400_000, endedAt: null } };
    expect(fold(live, ended, []).session).toEqual({ startedAt: NOW - 40 * 86_400_000, endedAt: NOW });
    const over = { ...nothingKnown, session: { startedAt: null, endedAt: NOW - 5_000 } };
    expect(fold(over, ended, []).session).toEqual(over.session);
  });

  test('knows the latest ended while its row is still on its way', () => {
    const edge = (name: Edge['edge'], seconds: number) => ({ edge: name, at: NOW + seconds * 1_000 });
    const [start, end, before, long] = [edge('started', 0), edge('ended', 50), edge('ended', 45), edge('ended', 39.5)];
    const lifecycle = { action: 'liveStreamEnded' };
    const arrive = (state: State, heard: Edge, history: Edge[]) =>
      fold(state, { ...heard, values: { lifecycle } }, history);
    const live = arrive(nothingKnown, start, [start]);
    const closed = arrive(live, end, [start]); // its own row is not there yet, as after a blind write
    const state = arrive(arrive(closed, before, [before, start]), long, [before, long, start]);
    expect(state.session).toEqual({ startedAt: null, endedAt: end.at });
  });

  test('is the same by the blind write, wherever that is allowed, as by the fold', () => {
    const holds = (set: WireHook[]) => {
      const folded = new Folded();
      for (const event of set.map(eventOf).filter(({ id }) => id === 's')) {
        const before = folded.state;
        folded.add(event);
        if (allows(before, event)) expect(blindly(before, event)).toEqual(described(folded.state));
      }
    };
    fc.assert(fc.property(hooks(10), holds), { numRuns: RUNS });
  });
});

/** Whether the conditions of the blind write hold: the test's own reading of `InOrder`. */
function allows(state: State, event: StreamEvent): boolean {
  const { expects, heartbeatUntil = Number.POSITIVE_INFINITY } = inOrder(event);
  const { status, inferred } = standingOf(state);
  const newer = Object.keys(event.values).every((field) => (state.registers[field as Field]?.at ?? -1) < event.at);
  const asExpected = { nothing: true, openSession: status === 'live' && !inferred, decided: status !== 'unknown' }[
    expects
  ];
  return newer && asExpected && (state.registers.health?.at ?? 0) <= heartbeatUntil;
}

function described(state: State) {
  return { ...state, standing: standingOf(state) };
}

function blindly(state: State, event: StreamEvent) {
  const { session, standing } = inOrder(event);
  const heard = Object.entries(event.values).map(([field, value]) => [field, { value, at: event.at }]);
  return {
    registers: { ...state.registers, ...Object.fromEntries(heard) },
    session: session ? { ...state.session, ...session } : state.session,
    standing: standing ?? standingOf(state),
  };
}
