import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KnownStream, knownOf } from '../../lambda/announcing/known-stream.ts';
import { type Transition, transitionsOf } from '../../lambda/announcing/transitions.ts';
import type { Boundary } from '../../lambda/stream/session-times.ts';
import { type Change, emptyState, fold, type State } from '../../lambda/stream/state.ts';

const RUNS = Number(process.env.LAW_RUNS ?? 3000);
const ev = fc.tuple(
  fc.constantFrom('s', 'e', 'e', 'h', 'h', 'p', 'p'),
  fc.integer({ min: 0, max: 14 }).map((n) => n * 6 + (n % 3)),
);
function change([k, at]: [string, number]): Change {
  const t = 1_000_000 + at * 1000;
  if (k === 's') return { at: t, boundary: 'started', values: { lifecycle: { action: 'x' } } };
  if (k === 'e') return { at: t, boundary: 'ended', values: { lifecycle: { action: 'x' } } };
  if (k === 'h') return { at: t, values: { health: { action: 'h' } as never } };
  return { at: t, presumedEnd: true, values: {} };
}
function apply(k: KnownStream, t: Transition): KnownStream {
  if (t.type === 'started') return { isLive: true, session: t.session };
  if (t.type === 'ended') return { isLive: false, session: t.session };
  expect(t.previous).toEqual(k.session);
  return { isLive: k.isLive, session: t.session };
}
test('law', () => {
  fc.assert(
    fc.property(fc.array(ev, { maxLength: 9 }), (evs) => {
      let state: State = emptyState;
      let known: KnownStream = knownOf(state);
      const rows: Boundary[] = [];
      for (const e of evs) {
        const c = change(e);
        if (c.boundary) rows.push({ kind: c.boundary, at: c.at });
        const before = state;
        state = fold(state, c, rows);
        const ts = transitionsOf(before, state);
        expect(ts.length).toBeLessThanOrEqual(2);
        for (const t of ts) {
          const was = known;
          known = apply(known, t);
          if (t.type === 'started') expect(was.isLive).toBe(false);
          expect(t.session.endedAt === null).toBe(known.isLive);
          expect(was).not.toEqual(known);
        }
        expect(known).toEqual(knownOf(state));
      }
    }),
    { numRuns: RUNS },
  );
}, 600000);
