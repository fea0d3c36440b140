import { type LwwRegister, mergeLww } from './lww-register.ts';
import { type Boundary, boundariesOf, type SessionTimes, sessionsOf } from './session-times.ts';
import { classRegisters, type RegisterName, type RegisterValues, valueEntries, type WithAction } from './values.ts';

export type Registers = { readonly [F in RegisterName]?: LwwRegister<NonNullable<RegisterValues[F]>> };

/** The state of a stream: all that is stored of it except its history. */
export interface State {
  readonly registers: Registers;
  /** The newest session, null when neither a started nor an ended is known. */
  readonly session: SessionTimes | null;
  /**
   * Boundaries that no fold has read from the history yet, since a write on the fast path may be visible before its own row.
   * Absent when there are none.
   */
  readonly pending?: readonly Boundary[];
}

/** The changes that an event makes, as plain data: values, and whether it starts or ends the stream. */
export interface Change {
  /** The event's clock, in ms since the epoch, which every value of the event gets. */
  readonly at: number;
  readonly values: RegisterValues;
  readonly boundary?: Boundary['kind'];
}

export type Status = 'live' | 'presumedEnded' | 'ended' | 'unknown';

/** The status of a stream, and what decided it. */
export interface StatusDecision {
  readonly status: Status;
  /** Only a heartbeat shows that the stream is live: the started was missed. */
  readonly inferred: boolean;
  /** The clock of the event that decided it, in ms since the epoch. */
  readonly at: number;
}

export const emptyState: State = { registers: {}, session: null };

const DAY_MS = 86_400_000;

/** A heartbeat more than this long after the end (ms) means that a started was missed; a late heartbeat comes sooner. */
export const REVIVED_AFTER_MS = 15_000;

/**
 * Returns the state with one more event in it. A started or ended needs `history`: as many of the stream's newest boundaries
 * as `countSettled` requires. Folding an event again changes nothing.
 */
export function fold(state: State, change: Change, history: readonly Boundary[] = []): State {
  const registers = mergeValues(state.registers, change);
  if (change.boundary === undefined) return { ...state, registers };
  const known = knownBoundaries(state);
  const rows = [...history, { kind: change.boundary, at: change.at }];
  const newest = sessionsOf([...known, ...rows]).at(-1);
  const session = newest === undefined ? null : { startedAt: newest.startedAt, endedAt: newest.endedAt };
  const pending = pendingOf(known, [...rows, ...knownBoundaries({ registers, session })]);
  return { registers, session, ...(pending.length > 0 && { pending }) };
}

/** Returns the boundaries that a state knows: those of its newest session, a later ended that repeated its end, and pending ones. */
export function knownBoundaries({ session, registers: { lifecycle }, pending = [] }: State): Boundary[] {
  const ended = session?.endedAt ?? Number.POSITIVE_INFINITY;
  const repeatedEnd: Boundary[] =
    lifecycle !== undefined && lifecycle.at > ended ? [{ kind: 'ended', at: lifecycle.at }] : [];
  return [...boundariesOf(session), ...repeatedEnd, ...pending];
}

/**
 * Returns the known boundaries that nothing else holds, as far as they still matter: a started makes all before it
 * irrelevant, and the row of one that is a day older than the newest is not late but expired.
 */
function pendingOf(known: readonly Boundary[], held: readonly Boundary[]): Boundary[] {
  const all = [...known, ...held];
  const newestAt = Math.max(...all.map(({ at }) => at));
  const startedAt = Math.max(...all.map(({ kind, at }) => (kind === 'started' ? at : Number.NEGATIVE_INFINITY)));
  const isHeld = (one: Boundary) => held.some(({ kind, at }) => kind === one.kind && at === one.at);
  return known.filter((one) => one.at >= startedAt && one.at > newestAt - DAY_MS && !isHeld(one));
}

/** Whether two states are equal, down to the order of their registers. */
export const isSameState = (a: State, b: State): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Decides the status: by the latest started or ended, or by a heartbeat when they were missed. */
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

/** Returns the latest event of the stream. */
export function lastEventOf(state: State): LwwRegister<WithAction> | undefined {
  let last: LwwRegister<WithAction> | undefined;
  for (const name of classRegisters) {
    const register = state.registers[name];
    if (register !== undefined) last = mergeLww(last, { value: { action: register.value.action }, at: register.at });
  }
  return last;
}

function mergeValues(current: Registers, { values, at }: Change): Registers {
  const merged = valueEntries(values).map(([name, value]) => [name, mergeLww(current[name], { value, at })]);
  return { ...current, ...Object.fromEntries(merged) };
}
