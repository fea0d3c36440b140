/** A session of a stream; times are in ms since the epoch. */
export interface ExpectedSession {
  /** Null where the started is missing. */
  readonly startedAt: number | null;
  /** Null while the session is open. */
  readonly endedAt: number | null;
  readonly endReason: 'ended' | 'superseded' | null;
}

/** An ended at most this long after the newest end (ms) is the same end again. */
const SAME_END_MS = 10_000;

/** Returns the sessions that starts and ends (ms since the epoch, in any order) make, oldest first. */
export function expectedSessions(starts: readonly number[], ends: readonly number[]): ExpectedSession[] {
  const boundaries = [
    ...[...new Set(starts)].map((at) => ({ at, isEnd: false })),
    ...ends.map((at) => ({ at, isEnd: true })),
  ].sort((a, b) => a.at - b.at || Number(a.isEnd) - Number(b.isEnd));
  const sessions: ExpectedSession[] = [];
  for (const { at, isEnd } of boundaries) {
    const newest = sessions.at(-1);
    if (newest?.endedAt === null)
      sessions[sessions.length - 1] = { ...newest, endedAt: at, endReason: isEnd ? 'ended' : 'superseded' };
    if (!isEnd) sessions.push({ startedAt: at, endedAt: null, endReason: null });
    else if (lacksStart(newest, at)) sessions.push({ startedAt: null, endedAt: at, endReason: 'ended' });
  }
  return sessions;
}

/** Whether an ended, after the newest session so far, ends a session whose started is missing. */
function lacksStart(newest: ExpectedSession | undefined, endedAt: number): boolean {
  if (newest === undefined) return true;
  return newest.endedAt !== null && endedAt - newest.endedAt > SAME_END_MS;
}
