import { type LwwRegister, mergeLww } from './lww-register.ts';
import {
  type Boundary,
  boundariesOf,
  presumedAmong,
  REVIVED_AFTER_MS,
  type SessionTimes,
  sessionsOf,
} from './session-times.ts';
import { classRegisters, type RegisterName, type RegisterValues, valueEntries, type WithAction } from './values.ts';

export type Registers = { readonly [F in RegisterName]?: LwwRegister<NonNullable<RegisterValues[F]>> };

/** The state of a stream: all that is stored of it except its history. */
export interface State {
  readonly registers: Registers;
  /** The newest session, null when neither a started nor an ended is known. */
  readonly session: SessionTimes | null;
  /** The latest presumed end, in ms since the epoch. It may not count: see `decideStatus`. Absent when there was none. */
  readonly presumedEndAt?: number;
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
  /** The receiver presumes that the stream has ended: no hook has this. */
  readonly presumedEnd?: true;
  /** The receiver presumes that the stream has started, a boundary: no hook has this. */
  readonly presumedStart?: true;
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

/** Whether a clock is too late after an end (ms since the epoch, null for none) to belong to it. */
export const isRevivedAt = (at: number, endedAt: number | null): boolean =>
  endedAt === null || at > endedAt + REVIVED_AFTER_MS;

/**
 * Returns the state with one more event in it. A started or ended needs `history`: as many of the stream's newest boundaries
 * as `countSettled` requires. Folding an event again changes nothing.
 */
export function fold(state: State, change: Change, history: readonly Boundary[] = []): State {
  const registers = mergeValues(state.registers, change);
  const presumedEnd = latestPresumedEnd(state, change);
  if (change.boundary === undefined) return { ...state, registers, ...presumedEnd };
  const known = knownBoundaries(state);
  const own: Boundary = { kind: change.boundary, at: change.at, ...(change.presumedStart && { presumed: 'yes' }) };
  const rows = [...history, own];
  const newest = sessionsOf([...known, ...rows]).at(-1);
  const session = newest === undefined ? null : { startedAt: newest.startedAt, endedAt: newest.endedAt };
  const pending = pendingOf(known, [...rows, ...knownBoundaries({ registers, session })]);
  return { registers, session, ...presumedEnd, ...(pending.length > 0 && { pending }) };
}

function latestPresumedEnd({ presumedEndAt }: State, { presumedEnd, at }: Change): Pick<State, 'presumedEndAt'> {
  if (presumedEnd) return { presumedEndAt: Math.max(presumedEndAt ?? at, at) };
  return presumedEndAt === undefined ? {} : { presumedEndAt };
}

/** Returns the boundaries that a state knows: those of its newest session, a later ended that repeated its end, and pending ones. */
export function knownBoundaries({ session, registers: { lifecycle }, pending = [] }: State): Boundary[] {
  const ended = session?.endedAt ?? Number.POSITIVE_INFINITY;
  const repeatedEnd: Boundary[] =
    lifecycle !== undefined && lifecycle.at > ended ? [{ kind: 'ended', at: lifecycle.at }] : [];
  return [...boundariesOf(session, lifecycle?.at), ...repeatedEnd, ...pending];
}

/**
 * Returns the known boundaries that nothing else holds, as far as they still matter: a started makes all before it
 * irrelevant, unless it is presumed, and the row of one that is a day older than the newest is not late but expired.
 */
function pendingOf(known: readonly Boundary[], held: readonly Boundary[]): Boundary[] {
  const all = [...known, ...held];
  const newestAt = Math.max(...all.map(({ at }) => at));
  const isPresumed = presumedAmong(all);
  const starts = all.filter((one) => one.kind === 'started' && !isPresumed(one));
  const startedAt = Math.max(...starts.map(({ at }) => at));
  const isHeld = (one: Boundary) => held.some(({ kind, at }) => kind === one.kind && at === one.at);
  const kept = known.filter((one) => one.at >= startedAt && one.at > newestAt - DAY_MS && !isHeld(one));
  return kept.map(({ kind, at }) => ({ kind, at }));
}

/** Whether two states are equal, down to the order of their registers. */
export const isSameState = (a: State, b: State): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Decides the status: by the latest started or ended, by a heartbeat when they were missed, or by a presumed end that counts. */
export function decideStatus(state: State): StatusDecision {
  const openSince = openSinceOf(state);
  if (openSince === undefined) {
    const ended = state.session?.endedAt ?? null;
    if (ended !== null) return { status: 'ended', inferred: false, at: ended };
    return { status: 'unknown', inferred: false, at: lastEventOf(state)?.at ?? 0 };
  }
  if (state.presumedEndAt !== undefined && presumedEndCounts(state, state.presumedEndAt))
    return { status: 'presumedEnded', inferred: false, at: state.presumedEndAt };
  return { status: 'live', inferred: state.session?.endedAt !== null, at: openSince };
}

/**
 * Returns since when the hooks leave a stream open (ms since the epoch): its open session, or else a heartbeat that shows
 * that a started was missed. Undefined when they do not.
 */
function openSinceOf({ session, registers: { health } }: State): number | undefined {
  if (session?.endedAt === null) return session.startedAt ?? 0;
  return health !== undefined && isRevivedAt(health.at, session?.endedAt ?? null) ? health.at : undefined;
}

/** Whether a clock lies in the session that may be open: the newest one, or after its end one whose started was missed. */
export const isOfOpenSession = (session: SessionTimes | null, at: number): boolean =>
  session?.endedAt === null ? at >= (session.startedAt ?? 0) : isRevivedAt(at, session?.endedAt ?? null);

/** Whether a presumed end ends what the hooks leave open: it is not before it, and no heartbeat is too late for it. */
function presumedEndCounts({ session, registers: { health } }: State, at: number): boolean {
  return isOfOpenSession(session, at) && (health === undefined || !isRevivedAt(health.at, at));
}

/** Returns the times of the newest session; null when it is known from a heartbeat only, or not at all. */
export function newestSessionOf(state: State): SessionTimes | null {
  const { status, inferred, at } = decideStatus(state);
  if (status !== 'presumedEnded') return inferred ? null : state.session;
  return { startedAt: state.session?.endedAt === null ? state.session.startedAt : null, endedAt: at };
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
