import { PRESUMED_START_ACTION } from '../stream/presumed-start.ts';
import { SAME_END_MS, SAME_START_MS, type Session } from '../stream/session-times.ts';
import { decideStatus, type State } from '../stream/state.ts';
import { isSameSession, type KnownStream, knownOf } from './known-stream.ts';

/** The cause of a start: a started, a heartbeat where the started was missed, or a heartbeat after a presumed end. */
export type StartCause = 'started' | 'heartbeat' | 'resumed';

/** A change of what is known of a stream; `at` is the clock of what happened, in ms since the epoch. */
export type Transition =
  | { readonly type: 'started'; readonly at: number; readonly session: Session; readonly cause: StartCause }
  | { readonly type: 'ended'; readonly at: number; readonly session: Session }
  | { readonly type: 'corrected'; readonly at: number; readonly session: Session; readonly previous: Session };

/**
 * Returns the transitions that one write of a stream's state makes, at most two, in order. Applied to what was known
 * before, they give exactly what is known after; there are none where nothing of it changed.
 */
export function transitionsOf(before: State, after: State): Transition[] {
  const known = knownOf(before);
  const { isLive, session } = knownOf(after);
  if (session === null || (isLive === known.isLive && isSameSession(session, known.session))) return [];
  const isSameStart = hasReportedStart(known.session?.startedAt, session.startedAt, before);
  const left = isSameStart ? undefined : leaveSession(known, session, after);
  const reached = left === undefined ? known : { isLive: false, session: left.session };
  if (isLive && !reached.isLive) return [...toArray(left), start(session, before, after)];
  const isNew = reached.session === null || (!isSameStart && isNewSession(reached.session, session));
  const isEnd = reached.isLive !== isLive || isNew;
  if (!isLive && isEnd) return [...toArray(left), end(session)];
  return [...toArray(left), correct(session, reached.session ?? session, decideStatus(after).at)];
}

/** Whether a hook has reported the presumed start of the known session, so that it is the same one with another time. */
function hasReportedStart(knownStart: number | null = null, reportedStart: number | null, before: State): boolean {
  if (knownStart === null || reportedStart === null) return false;
  if (Math.abs(reportedStart - knownStart) > SAME_START_MS) return false;
  const { session, registers } = before;
  const { lifecycle, activity } = registers;
  // that register has the clocks of reported starts and ends alone
  if (session?.endedAt === null) return session.startedAt === knownStart && lifecycle?.at !== knownStart;
  return activity?.at === knownStart && activity.value.action === PRESUMED_START_ACTION;
}

const toArray = (transition: Transition | undefined): Transition[] => (transition === undefined ? [] : [transition]);

const end = (session: Session): Transition => ({ type: 'ended', at: session.endedAt ?? 0, session }); // it has an end

/** `decidedAt` is the clock of the heartbeat, where the session has no times. */
function correct(session: Session, previous: Session, decidedAt = 0): Transition {
  return { type: 'corrected', at: session.endedAt ?? session.startedAt ?? decidedAt, session, previous };
}

function start(session: Session, before: State, after: State): Transition {
  const cause = causeOf(session, before);
  const heartbeatAt = after.registers.health?.at;
  const at = cause === 'started' ? session.startedAt : heartbeatAt;
  return { type: 'started', at: at ?? decideStatus(after).at, session, cause };
}

function causeOf(session: Session, before: State): StartCause {
  const { session: ended } = knownOf(before);
  if (ended?.endReason === 'presumedEnded' && ended.startedAt === session.startedAt) return 'resumed';
  return session.startedAt === null ? 'heartbeat' : 'started';
}

/**
 * Returns how the known session ended, where another one is the newest now and the state says how: a later started superseded
 * it, or an ended closed it while a heartbeat shows that the stream goes on.
 */
function leaveSession({ isLive, session }: KnownStream, newest: Session, after: State): Transition | undefined {
  if (session === null || session.startedAt === null || session.startedAt === newest.startedAt) return undefined;
  const ended = endedSession(session.startedAt, newest, after);
  if (ended === undefined || isSameSession(ended, session)) return undefined;
  if (isLive) return end(ended);
  const isLater = (ended.endedAt ?? 0) > (session.endedAt ?? 0);
  return isLater && ended.endReason === 'superseded' ? undefined : correct(ended, session);
}

/** Returns the session that began at `startedAt` (ms since the epoch) with its end, as far as the state says. */
function endedSession(startedAt: number, newest: Session, after: State): Session | undefined {
  // the hooks' own newest session, where a heartbeat shows that one without a started follows it
  const closed = newest.startedAt === null ? after.session : null;
  if (closed?.startedAt === startedAt) return { startedAt, endedAt: closed.endedAt, endReason: 'ended' };
  const nextStart = newest.startedAt ?? closed?.startedAt ?? null;
  if (nextStart === null || nextStart < startedAt) return undefined;
  return { startedAt, endedAt: nextStart, endReason: 'superseded' };
}

/** Whether a session that is over is another one than the known one, which is over too, and not the same with other times. */
function isNewSession(known: Session, newest: Session): boolean {
  const knownEnd = known.endedAt ?? Number.POSITIVE_INFINITY;
  if (newest.startedAt !== null)
    return known.startedAt === null ? newest.startedAt > knownEnd : newest.startedAt !== known.startedAt;
  const isPresumed = known.startedAt === null && known.endReason === 'presumedEnded';
  return !isPresumed && (newest.endedAt ?? 0) > knownEnd + SAME_END_MS;
}
