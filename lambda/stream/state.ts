import { later, type Register } from './lww-register.ts';
import { type Edge, edgesOf, type Span, sessionsOf } from './session-times.ts';
import { type Brought, entriesOf, type Field, type Happenings, type Values } from './values.ts';

export type Registers = { readonly [F in Field]?: Register<NonNullable<Values[F]>> };

/** All that is kept of a stream, apart from its history. */
export interface State {
  readonly registers: Registers;
  /** The newest session, null when neither a started nor an ended is known. */
  readonly session: Span | null;
  /**
   * Edges that only this state knows so far: no fold has seen their rows, since a blind write may be seen before its own
   * row. Absent when there are none.
   */
  readonly awaited?: readonly Edge[];
}

/** What an event changes, as plain data: the values it brings, and whether it starts or ends the stream. */
export interface Change {
  /** The event's clock, in ms since the epoch: it guards everything that the event brings. */
  readonly at: number;
  readonly values: Values;
  readonly edge?: Edge['edge'];
}

export type Status = 'live' | 'presumedEnded' | 'ended' | 'unknown';

/** Where a stream stands. */
export interface Standing {
  readonly status: Status;
  /** Live is known from a heartbeat only: the started was missed. */
  readonly inferred: boolean;
  /** The clock that decided it, in ms since the epoch. */
  readonly at: number;
}

export const nothingKnown: State = { registers: {}, session: null };

const DAY_MS = 86_400_000;

/** A heartbeat this long after the end (ms) says that a started was missed: a late one is not that late. */
export const REVIVED_AFTER_MS = 15_000;

/** Those of the fields that are the latest event of a class. */
export const happenings: readonly (keyof Happenings)[] = [
  'lifecycle',
  'health',
  'lastError',
  'lastRecording',
  'activity',
];

/**
 * The state with one more event in it. `history` holds as many of the stream's newest edges as `countSure` asks for;
 * an event that is no edge needs none. Folding an event again changes nothing.
 */
export function fold(state: State, change: Change, history: readonly Edge[] = []): State {
  const registers = withValues(state.registers, change);
  if (change.edge === undefined) return { ...state, registers };
  const known = edgesIn(state);
  const rows = [...history, { edge: change.edge, at: change.at }];
  const newest = sessionsOf([...known, ...rows]).at(-1);
  const session = newest === undefined ? null : { startedAt: newest.startedAt, endedAt: newest.endedAt };
  const awaited = awaitedOf(known, [...rows, ...edgesIn({ registers, session })]);
  return { registers, session, ...(awaited.length > 0 && { awaited }) };
}

/** The edges that a state tells of: those of its newest session, a later ended, which was that end again, and those awaited. */
export function edgesIn({ session, registers: { lifecycle }, awaited = [] }: State): Edge[] {
  const ended = session?.endedAt ?? Number.POSITIVE_INFINITY;
  const again: Edge[] = lifecycle !== undefined && lifecycle.at > ended ? [{ edge: 'ended', at: lifecycle.at }] : [];
  return [...edgesOf(session), ...again, ...awaited];
}

/**
 * The known edges that nothing else holds, as far as they can still matter: a started makes all before it irrelevant, and
 * what is a day older than the newest edge (ms) is not late, its row has expired.
 */
function awaitedOf(known: readonly Edge[], held: readonly Edge[]): Edge[] {
  const all = [...known, ...held];
  const newestAt = Math.max(...all.map(({ at }) => at));
  const startedAt = Math.max(...all.map(({ edge, at }) => (edge === 'started' ? at : Number.NEGATIVE_INFINITY)));
  const isHeld = (one: Edge) => held.some(({ edge, at }) => edge === one.edge && at === one.at);
  return known.filter((one) => one.at >= startedAt && one.at > newestAt - DAY_MS && !isHeld(one));
}

/** Whether two states are the same to the letter. */
export const isSame = (a: State, b: State): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Where the stream stands: the latest started or ended decides, and a heartbeat where they were missed. */
export function standingOf(state: State): Standing {
  const health = state.registers.health;
  const ended = state.session?.endedAt ?? null;
  if (state.session !== null && ended === null)
    return { status: 'live', inferred: false, at: state.session.startedAt ?? 0 };
  if (health !== undefined && (ended === null || health.at > ended + REVIVED_AFTER_MS)) {
    return { status: 'live', inferred: true, at: health.at };
  }
  if (ended !== null) return { status: 'ended', inferred: false, at: ended };
  return { status: 'unknown', inferred: false, at: lastEventOf(state)?.at ?? 0 };
}

/** The latest event known of the stream. */
export function lastEventOf(state: State): Register<Brought> | undefined {
  let last: Register<Brought> | undefined;
  for (const happening of happenings) {
    const heard = state.registers[happening];
    if (heard !== undefined) last = later(last, { value: { action: heard.value.action }, at: heard.at });
  }
  return last;
}

function withValues(known: Registers, { values, at }: Change): Registers {
  const heard = entriesOf(values).map(([field, value]) => [field, later(known[field], { value, at })]);
  return { ...known, ...Object.fromEntries(heard) };
}
