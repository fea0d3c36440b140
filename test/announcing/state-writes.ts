import fc from 'fast-check';
import { type Transition, transitionsOf } from '../../lambda/announcing/transitions.ts';
import type { Boundary } from '../../lambda/stream/session-times.ts';
import { type Change, emptyState, fold, type State } from '../../lambda/stream/state.ts';
import { changeOf } from './timed-states.ts';

/** One write of a stream's state, and the transitions that it makes. */
export interface Write {
  readonly event: string;
  readonly before: State;
  readonly after: State;
  readonly transitions: readonly Transition[];
}

/** What becomes of the process that records an event: its row may be seen late, or its change of the state never be written. */
export type Fate = 'records' | 'isLate' | 'diesAfterRow';

/** Folds events one after the other, as processes do. The row of an event that is late is read by later folds only. */
export function writesOf(events: readonly string[], fates: readonly Fate[] = []): Write[] {
  const history: Boundary[] = [];
  const late: Boundary[] = [];
  let state: State = emptyState;
  return events.map((event, index) => {
    const change = changeOf(event);
    const before = state;
    const fate = fates[index] ?? 'records';
    if (fate !== 'diesAfterRow') state = fold(before, change, history);
    const arrived = late.splice(0);
    history.push(...arrived, ...(fate === 'isLate' ? [] : boundaryOf(change)));
    if (fate === 'isLate') late.push(...boundaryOf(change));
    return { event, before, after: state, transitions: transitionsOf(before, state) };
  });
}

export const boundaryOf = ({ boundary, at, presumedStart }: Change): Boundary[] =>
  boundary === undefined ? [] : [{ kind: boundary, at, presumed: presumedStart && 'yes' }];

/** Clocks on both sides of every limit: 10 s after an end, 15 s after one, and equal ones. */
export const clock = fc.integer({ min: 0, max: 14 }).map((count) => count * 6 + (count % 3));
const event = fc.tuple(fc.constantFrom('s', 'e', 'e', 'h', 'h', 'p', 'p', 'a'), clock).map((parts) => parts.join(''));
/** The events of a stream, in any order. */
export const history = fc.array(event, { maxLength: 9 });
/** What becomes of one of them. */
export const fate = fc.constantFrom<Fate>('records', 'records', 'records', 'isLate', 'diesAfterRow');
