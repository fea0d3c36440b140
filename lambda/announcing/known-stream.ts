import type { Session } from '../stream/session-times.ts';
import { decideStatus, newestSessionOf, type State } from '../stream/state.ts';

/** The knowledge that announcements give of a stream: whether it is live, and its newest session. */
export interface KnownStream {
  readonly isLive: boolean;
  /** Of a stream that is live by a heartbeat only, without times; null when nothing is known. */
  readonly session: Session | null;
}

/** A session whose times are not known: a heartbeat shows that it is open. */
const UNTIMED_SESSION: Session = { startedAt: null, endedAt: null, endReason: null };

const endReasons = { live: null, unknown: null, ended: 'ended', presumedEnded: 'presumedEnded' } as const;

/** Returns what a state makes known. */
export function knownOf(state: State): KnownStream {
  const { status } = decideStatus(state);
  if (status === 'unknown') return { isLive: false, session: null };
  const times = newestSessionOf(state) ?? UNTIMED_SESSION;
  return {
    isLive: status === 'live',
    session: { startedAt: times.startedAt, endedAt: times.endedAt, endReason: endReasons[status] },
  };
}

/** Whether two sessions have the same times and end. */
export const isSameSession = (a: Session | null, b: Session | null): boolean =>
  a?.startedAt === b?.startedAt && a?.endedAt === b?.endedAt && a?.endReason === b?.endReason;
