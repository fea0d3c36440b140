import { type LwwRegister, mergeLww } from './lww-register.ts';
import { type Boundary, boundariesOf, type SessionTimes, sessionsOf } from './session-times.ts';
import { type LatestByClass, type RegisterName, type RegisterValues, valueEntries, type WithAction } from './values.ts';

export type Registers = { readonly [F in RegisterName]?: LwwRegister<NonNullable<RegisterValues[F]>> };

/** All that is kept of a stream, apart from its history. */
export interface State {
  readonly registers: Registers;
  /** The newest session, null when neither a started nor an ended is known. */
  readonly session: SessionTimes | null;
  /**
   * Edges that only this state knows so far: no fold has seen their rows, since a blind write may be seen before its own
   * row. Absent when there are none.
   */
  readonly pendingBoundaries?: readonly Boundary[];
}

/** What an event changes, as plain data: the values it brings, and whether it starts or ends the stream. */
export interface Change {
  /** The event's clock, in ms since the epoch: it guards everything that the event brings. */
  readonly at: number;
  readonly values: RegisterValues;
  readonly edge?: Boundary['edge'];
}

export type Status = 'live' | 'presumedEnded' | 'ended' | 'unknown';

/** Where a stream stands. */
export interface StatusDecision {
  readonly status: Status;
  /** Live is known from a heartbeat only: the started was missed. */
  readonly inferred: boolean;
  /** The clock that decided it, in ms since the epoch. */
  readonly at: number;
}

export const emptyState: State = { registers: {}, session: null };

const DAY_MS = 86_400_000;

/** A heartbeat this long after the end (ms) says that a started was missed: a late one is not that late. */
export const REVIVED_AFTER_MS = 15_000;

/** Those of the fields that are the latest event of a class. */
export const classRegisters: readonly (keyof LatestByClass)[] = [
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
export function fold(state: State, change: Change, history: readonly Boundary[] = []): State {
  const registers = mergeValues(state.registers, change);
  if (change.edge === undefined) return { ...state, registers };
  const known = knownBoundaries(state);
  const rows = [...history, { edge: change.edge, at: change.at }];
  const newest = sessionsOf([...known, ...rows]).at(-1);
  const session = newest === undefined ? null : { startedAt: newest.startedAt, endedAt: newest.endedAt };
  const pendingBoundaries = pendingOf(known, [...rows, ...knownBoundaries({ registers, session })]);
  return { registers, session, ...(pendingBoundaries.length > 0 && { pendingBoundaries }) };
}

/** The edges that a state tells of: those of its newest session, a later ended, which was that end again, and those awaited. */
export function knownBoundaries({ session, registers: { lifecycle }, pendingBoundaries = [] }: State): Boundary[] {
  const ended = session?.endedAt ?? Number.POSITIVE_INFINITY;
  const again: Boundary[] =
    lifecycle !== undefined && lifecycle.at > ended ? [{ edge: 'ended', at: lifecycle.at }] : [];
  return [...boundariesOf(session), ...again, ...pendingBoundaries];
}

/**
 * The known edges that nothing else holds, as far as they can still matter: a started makes all before it irrelevant, and
 * what is a day older than the newest edge (ms) is not late, its row has expired.
 */
function pendingOf(known: readonly Boundary[], held: readonly Boundary[]): Boundary[] {
  const all = [...known, ...held];
  const newestAt = Math.max(...all.map(({ at }) => at));
  const startedAt = Math.max(...all.map(({ edge, at }) => (edge === 'started' ? at : Number.NEGATIVE_INFINITY)));
  const isHeld = (one: Boundary) => held.some(({ edge, at }) => edge === one.edge && at === one.at);
  return known.filter((one) => one.at >= startedAt && one.at > newestAt - DAY_MS && !isHeld(one));
}

/** Whether two states are the same to the letter. */
export const isSameState = (a: State, b: State): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Where the stream stands: the latest started or ended decides, and a heartbeat where they were missed. */
export function decideStatus(state: State): StatusDecision {
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
export function lastEventOf(state: State): LwwRegister<WithAction> | undefined {
  let last: LwwRegister<WithAction> | undefined;
  for (const name of classRegisters) {
    const register = state.registers[name];
    if (register !== undefined) last = mergeLww(last, { value: { action: register.value.action }, at: register.at });
  }
  return last;
}

function mergeValues(current: Registers, { values, at }: Change): Registers {
  const merged = valueEntries(values).map(([field, value]) => [field, mergeLww(current[field], { value, at })]);
  return { ...current, ...Object.fromEntries(merged) };
}
