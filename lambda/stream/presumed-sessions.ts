import { REVIVED_AFTER_MS, type Session } from './session-times.ts';

/** A presumed end, as the history has it. */
export interface StoredPresumedEnd {
  /** In ms since the epoch. */
  readonly at: number;
  /** Its clock is that of a heartbeat, which shows by itself that the stream was live. */
  readonly isHeartbeat: boolean;
  /** A later heartbeat has shown that it was none. */
  readonly isContradicted: boolean;
}

/**
 * Returns sessions, oldest first, with the presumed ends that they have. `presumedEndAt` ends what the hooks leave open, as
 * the state says (ms since the epoch, null when it says otherwise); any other one ends a session before the newest.
 */
export function withPresumedEnds(
  sessions: readonly Session[],
  stored: readonly StoredPresumedEnd[],
  presumedEndAt: number | null,
): Session[] {
  const ends = stored.filter(({ isContradicted }) => !isContradicted);
  const ended = sessions.flatMap((session, index) => [
    ...missedSession(sessions[index - 1]?.endedAt ?? null, session, ends),
    endedEarlier(session, ends),
  ]);
  if (presumedEndAt === null) return ended;
  const open = ended.at(-1)?.endedAt === null ? ended.pop() : undefined;
  return [...ended, presumedSession(open?.startedAt ?? null, presumedEndAt)];
}

/** A superseded session ended at its latest presumed end; a genuine end stands. */
function endedEarlier(session: Session, ends: readonly StoredPresumedEnd[]): Session {
  const { startedAt, endedAt, endReason } = session;
  if (startedAt === null || endedAt === null || endReason !== 'superseded') return session;
  const end = latestWithin(ends, startedAt, endedAt);
  return end === null ? session : presumedSession(startedAt, end);
}

/** Between the end before and a session there may be one whose started was missed: only a heartbeat has shown it. */
function missedSession(
  endBefore: number | null,
  { startedAt }: Session,
  ends: readonly StoredPresumedEnd[],
): Session[] {
  if (startedAt === null) return []; // it is the missed one
  const from = endBefore === null ? Number.NEGATIVE_INFINITY : endBefore + REVIVED_AFTER_MS + 1;
  const heartbeats = ends.filter(({ isHeartbeat }) => isHeartbeat);
  const end = latestWithin(heartbeats, from, startedAt);
  return end === null ? [] : [presumedSession(null, end)];
}

const presumedSession = (startedAt: number | null, endedAt: number): Session => ({
  startedAt,
  endedAt,
  endReason: 'presumedEnded',
});

/** Returns the latest clock from one limit on and before another (ms since the epoch); null when there is none. */
function latestWithin(ends: readonly StoredPresumedEnd[], from: number, until: number): number | null {
  const within = ends.map(({ at }) => at).filter((at) => at >= from && at < until);
  return within.length === 0 ? null : Math.max(...within);
}
