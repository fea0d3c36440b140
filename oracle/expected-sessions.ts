/** A session as the contract counts it; times in ms since the epoch. */
export interface ExpectedSession {
  readonly startedAt: number | null;
  /** Null while it is open. */
  readonly endedAt: number | null;
  readonly endReason: 'ended' | 'superseded' | null;
}

/** An end at most this long after the newest one (ms) is the same end again. */
const SAME_END_MS = 10_000;

/** The sessions that starts and ends (ms since the epoch, each list in order) make, oldest first. */
export function sessionsOf(starts: readonly number[], ends: readonly number[]): ExpectedSession[] {
  const edges = [
    ...[...new Set(starts)].map((at) => ({ at, isEnd: false })),
    ...[...new Set(ends)].map((at) => ({ at, isEnd: true })),
  ].sort((a, b) => a.at - b.at || Number(a.isEnd) - Number(b.isEnd));
  let sessions: ExpectedSession[] = [];
  for (const { at, isEnd } of edges) sessions = isEnd ? applyEnd(sessions, at) : applyStart(sessions, at);
  return sessions;
}

function applyStart(sessions: readonly ExpectedSession[], at: number): ExpectedSession[] {
  return [...closeOpenSession(sessions, at, 'superseded'), { startedAt: at, endedAt: null, endReason: null }];
}

function applyEnd(sessions: readonly ExpectedSession[], at: number): ExpectedSession[] {
  const newest = sessions.at(-1);
  if (newest !== undefined && newest.endedAt === null) return closeOpenSession(sessions, at, 'ended');
  const isSameEnd = newest?.endedAt != null && at - newest.endedAt <= SAME_END_MS;
  return isSameEnd ? [...sessions] : [...sessions, { startedAt: null, endedAt: at, endReason: 'ended' }];
}

/** The sessions with none of them open. */
function closeOpenSession(
  sessions: readonly ExpectedSession[],
  at: number,
  endReason: 'ended' | 'superseded',
): ExpectedSession[] {
  return sessions.map((session) => (session.endedAt === null ? { ...session, endedAt: at, endReason } : session));
}
