/** A session of a stream; times are in ms since the epoch. */
export interface ExpectedSession {
  /** Null where the started is missing. */
  readonly startedAt: number | null;
  /** Null while the session is open. */
  readonly endedAt: number | null;
  readonly endReason: 'ended' | 'presumedEnded' | 'superseded' | null;
}

/** An ended at most this long after the newest end (ms) is the same end again. */
const SAME_END_MS = 10_000;

/** A presumed end, or a heartbeat, at most this long after a genuine end (ms) belongs to that end. */
export const BELONGS_TO_END_MS = 15_000;

/** A presumed start at most this long before or after a reported one (ms) is the same start. */
const SAME_START_MS = 10_000;

/** What sessions are made of: clocks in ms since the epoch, in any order. */
export interface SessionClocks {
  readonly starts: readonly number[];
  /** Starts that no hook reported, as far as was known. */
  readonly presumedStarts: readonly number[];
  readonly ends: readonly number[];
  readonly heartbeats: readonly number[];
  /** Presumed ends that were not found to be wrong. */
  readonly presumedEnds: readonly number[];
}

/**
 * Returns the sessions that starts and ends make, oldest first. One that is superseded ended at its latest presumed end, if
 * it has one. The newest one is as if no end were presumed.
 */
export function expectedSessions(clocks: SessionClocks): ExpectedSession[] {
  const sessions: ExpectedSession[] = [];
  let presumedEnd: number | null = null; // of what is open, or seems to be
  for (const { at, kind } of timeline(clocks)) {
    const newest = sessions.at(-1);
    if (kind === 'presumedEnd') {
      if (isOpenAt(newest, at, clocks.heartbeats)) presumedEnd = at;
      continue;
    }
    if (kind === 'end') closeByEnd(sessions, at);
    else closeByStart(sessions, at, presumedEnd);
    presumedEnd = null;
  }
  return sessions;
}

/** Returns everything by its clock; at the same clock a start comes first, and a presumed end last. */
function timeline({ starts, presumedStarts, ends, presumedEnds }: SessionClocks) {
  const moments = [
    ...countedStarts(starts, presumedStarts).map((at) => ({ at, kind: 'start' as const, rank: 0 })),
    ...ends.map((at) => ({ at, kind: 'end' as const, rank: 1 })),
    ...presumedEnds.map((at) => ({ at, kind: 'presumedEnd' as const, rank: 2 })),
  ];
  return moments.sort((a, b) => a.at - b.at || a.rank - b.rank);
}

/** Returns the starts once each, without the presumed ones that hooks reported as well. */
function countedStarts(starts: readonly number[], presumed: readonly number[]): number[] {
  const isReported = (at: number) => starts.some((start) => Math.abs(start - at) <= SAME_START_MS);
  return [...new Set([...starts, ...presumed.filter((at) => !isReported(at))])];
}

/** Whether a stream is live at a clock: a session is open, or a heartbeat then shows that a started is missing. */
function isOpenAt(newest: ExpectedSession | undefined, at: number, heartbeats: readonly number[]): boolean {
  if (newest?.endedAt === null) return true;
  return heartbeats.includes(at) && (newest === undefined || at - newest.endedAt > BELONGS_TO_END_MS);
}

function closeByEnd(sessions: ExpectedSession[], endedAt: number): void {
  const newest = sessions.at(-1);
  if (newest?.endedAt === null) sessions[sessions.length - 1] = { ...newest, endedAt, endReason: 'ended' };
  else if (lacksStart(newest, endedAt)) sessions.push({ startedAt: null, endedAt, endReason: 'ended' });
}

function closeByStart(sessions: ExpectedSession[], startedAt: number, presumedEnd: number | null): void {
  const open = sessions.at(-1)?.endedAt === null ? sessions.pop() : undefined;
  if (presumedEnd !== null)
    sessions.push({ startedAt: open?.startedAt ?? null, endedAt: presumedEnd, endReason: 'presumedEnded' });
  else if (open !== undefined) sessions.push({ ...open, endedAt: startedAt, endReason: 'superseded' });
  sessions.push({ startedAt, endedAt: null, endReason: null });
}

/** Whether an ended, after the newest session so far, ends a session whose started is missing. */
function lacksStart(newest: ExpectedSession | undefined, endedAt: number): boolean {
  if (newest === undefined) return true;
  return newest.endedAt !== null && endedAt - newest.endedAt > SAME_END_MS;
}
