/** A started or ended event: the start or end of a session. */
export interface Boundary {
  readonly kind: 'started' | 'ended';
  /** In ms since the epoch. */
  readonly at: number;
}

/** The times of a session, in ms since the epoch; null when the hook was missed, or has not come yet. */
export interface SessionTimes {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface Session extends SessionTimes {
  /** The reason for the end; null while it is open. No hook sets `presumedEnded`: see `withPresumedEnds`. */
  readonly endReason: 'ended' | 'presumedEnded' | 'superseded' | null;
}

/** A heartbeat, or a presumed end, more than this long after an end (ms) means that a started was missed: a late heartbeat comes sooner. */
export const REVIVED_AFTER_MS = 15_000;

/** An ended at most this long after a known end (ms) repeats that end: the media server sends duplicates. */
const SAME_END_MS = 10_000;

const rank = ({ kind }: Boundary): number => (kind === 'ended' ? 1 : 0);

/** Sorts boundaries by clock; at the same clock an ended comes after a started, so that it decides. */
export const byClock = (a: Boundary, b: Boundary): number => a.at - b.at || rank(a) - rank(b);

/**
 * Returns the sessions of a set of boundaries, oldest first, whatever their order and repetition. The result is exact when
 * the boundaries begin with a started, or with the first one of the stream.
 */
export function sessionsOf(boundaries: readonly Boundary[]): Session[] {
  const sessions: Session[] = [];
  for (const { kind, at } of [...boundaries].sort(byClock)) {
    const newest = sessions.at(-1);
    const isOpen = newest !== undefined && newest.endedAt === null;
    const isStart = kind === 'started';
    if (isStart ? isOpen && newest.startedAt === at : repeatsEnd(newest, at)) continue;
    if (isOpen) sessions[sessions.length - 1] = { ...newest, endedAt: at, endReason: isStart ? 'superseded' : 'ended' };
    if (isStart) sessions.push({ startedAt: at, endedAt: null, endReason: null });
    else if (!isOpen) sessions.push({ startedAt: null, endedAt: at, endReason: 'ended' });
  }
  return sessions;
}

/** Presumed ends, in ms since the epoch. */
export interface PresumedEnds {
  /** Those that no heartbeat has contradicted, in any order. They end sessions before the newest one. */
  readonly earlier: readonly number[];
  /** The one that ends what the hooks leave open, since the state says so; null when it says otherwise. */
  readonly newest: number | null;
}

/**
 * Returns the sessions with those that are presumed to have ended. A presumed end shortens a superseded session; between
 * sessions it ends one whose started was missed. A genuine end of the same session stands instead.
 */
export function withPresumedEnds(sessions: readonly Session[], { earlier, newest }: PresumedEnds): Session[] {
  const result: Session[] = [];
  let gapAfter: number | null = null;
  for (const session of sessions) {
    const { startedAt, endedAt, endReason } = session;
    const missed = startedAt === null ? undefined : latestWithin(earlier, afterEnd(gapAfter), startedAt);
    if (missed !== undefined) result.push(presumedSession(null, missed));
    const end =
      endReason === 'superseded' && endedAt !== null
        ? latestWithin(earlier, startedAt ?? Number.NEGATIVE_INFINITY, endedAt)
        : undefined;
    result.push(end === undefined ? session : presumedSession(startedAt, end));
    gapAfter = endedAt;
  }
  if (newest === null) return result;
  const open = result.at(-1)?.endedAt === null ? result.pop() : undefined;
  return [...result, presumedSession(open?.startedAt ?? null, newest)];
}

const presumedSession = (startedAt: number | null, endedAt: number): Session => ({
  startedAt,
  endedAt,
  endReason: 'presumedEnded',
});

/** The first clock after an end that does not belong to it, in ms since the epoch. */
const afterEnd = (endedAt: number | null): number =>
  endedAt === null ? Number.NEGATIVE_INFINITY : endedAt + REVIVED_AFTER_MS + 1;

/** Returns the latest of these clocks that is not before one limit and before the other. */
function latestWithin(clocks: readonly number[], from: number, until: number): number | undefined {
  const within = clocks.filter((at) => at >= from && at < until);
  return within.length === 0 ? undefined : Math.max(...within);
}

/** Whether an ended repeats the end of the newest session. */
const repeatsEnd = (newest: Session | undefined, at: number): boolean =>
  newest?.endedAt != null && at - newest.endedAt <= SAME_END_MS;

/**
 * Returns how many of a stream's boundaries, sorted newest first, make the same sessions whatever came before them: a
 * started opens a session in any case, and so does an ended that comes too late to repeat the end before it.
 */
export function countSettled(boundaries: readonly Boundary[]): number {
  for (let index = boundaries.length - 1; index >= 0; index--) {
    const [newer, boundary] = [boundaries[index - 1], boundaries[index]];
    if (boundary?.kind === 'started') return index + 1;
    if (newer !== undefined && boundary !== undefined && newer.at - boundary.at > SAME_END_MS) return index;
  }
  return 0;
}

/** Returns the boundaries of a session, which are still known after the history has expired. */
export function boundariesOf(times: SessionTimes | null): Boundary[] {
  const boundaries: Boundary[] = [];
  if (times?.startedAt != null) boundaries.push({ kind: 'started', at: times.startedAt });
  if (times?.endedAt != null) boundaries.push({ kind: 'ended', at: times.endedAt });
  return boundaries;
}
