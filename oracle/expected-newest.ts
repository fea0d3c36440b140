import { BELONGS_TO_END_MS, type ExpectedSession } from './expected-sessions.ts';

/** The status of a stream, and its newest session, whose times are null when only a heartbeat shows it. */
export interface ExpectedNewest {
  readonly status: 'live' | 'presumedEnded' | 'ended' | 'unknown';
  readonly inferred: boolean;
  readonly session: ExpectedSession;
}

const noSession: ExpectedSession = { startedAt: null, endedAt: null, endReason: null };

/** Decides the status by the sessions of the hooks, the latest heartbeat and the latest presumed end (ms since the epoch). */
export function expectedNewest(
  sessions: readonly ExpectedSession[],
  heartbeatAt = Number.NEGATIVE_INFINITY,
  presumedEnd = Number.NEGATIVE_INFINITY,
): ExpectedNewest {
  const session = sessions.at(-1) ?? noSession;
  const isOpen = isOpenSession(session);
  const freeFrom = (session.endedAt ?? Number.NEGATIVE_INFINITY) + BELONGS_TO_END_MS; // what is not later belongs to the end
  const inferred = !isOpen && heartbeatAt > freeFrom;
  const open = isOpen ? session : noSession;
  const isInOpen = isOpen ? presumedEnd >= (session.startedAt ?? 0) : inferred && presumedEnd > freeFrom;
  if (isInOpen && heartbeatAt <= presumedEnd + BELONGS_TO_END_MS) {
    const presumed: ExpectedSession = { ...open, endedAt: presumedEnd, endReason: 'presumedEnded' };
    return { status: 'presumedEnded', inferred: false, session: presumed };
  }
  if (isOpen || inferred) return { status: 'live', inferred, session: open };
  return { status: sessions.length > 0 ? 'ended' : 'unknown', inferred: false, session };
}

/** Returns the sessions, oldest first, with the newest one as it is now. */
export function withNewest(
  sessions: readonly ExpectedSession[],
  { status, session }: ExpectedNewest,
): ExpectedSession[] {
  if (status !== 'presumedEnded') return [...sessions];
  const newest = sessions.at(-1);
  return [...(newest && isOpenSession(newest) ? sessions.slice(0, -1) : sessions), session];
}

/** Whether a session has a start and no end: one that only a heartbeat shows has neither. */
const isOpenSession = ({ startedAt, endedAt }: ExpectedSession): boolean => startedAt !== null && endedAt === null;
