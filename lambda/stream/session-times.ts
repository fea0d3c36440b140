/** A started or ended event: the start or end of a session. */
export interface Boundary {
  readonly kind: 'started' | 'ended';
  /** In ms since the epoch. */
  readonly at: number;
  /**
   * Whether this started was presumed, and no hook reported it: see presumed-start.ts. Its row says so. Where only its clock
   * is left, as in the state, it may be: then it is the presumed one if there is one of this clock.
   */
  readonly presumed?: 'yes' | 'maybe' | undefined;
}

/** The times of a session, in ms since the epoch; null when the hook was missed, or has not come yet. */
export interface SessionTimes {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface Session extends SessionTimes {
  /** The reason for the end; null while it is open. No hook sets `presumedEnded`: see presumed-sessions.ts. */
  readonly endReason: 'ended' | 'presumedEnded' | 'superseded' | null;
}

/** A heartbeat, or a presumed end, more than this long after an end (ms) means that a started was missed: a late heartbeat comes sooner. */
export const REVIVED_AFTER_MS = 15_000;

/** An ended at most this long after a known end (ms) repeats that end: the media server sends duplicates. */
export const SAME_END_MS = 10_000;

/** A presumed started at most this long before or after one that a hook reports (ms) is the same start. */
export const SAME_START_MS = 10_000;

const rank = ({ kind }: Boundary): number => (kind === 'ended' ? 1 : 0);

/** Sorts boundaries by clock; at the same clock an ended comes after a started, so that it decides. */
export const byClock = (a: Boundary, b: Boundary): number => a.at - b.at || rank(a) - rank(b);

/** Returns whether a boundary is a started that was presumed, by a set that has all of its clock. */
export function presumedAmong(boundaries: readonly Boundary[]): (one: Boundary) => boolean {
  const clocks = new Set(boundaries.filter(({ presumed }) => presumed === 'yes').map(({ at }) => at));
  return ({ presumed, at }) => presumed !== undefined && clocks.has(at);
}

/** Returns the boundaries without each presumed started of which a hook has reported the same start. */
export function withoutKnownStarts(boundaries: readonly Boundary[]): Boundary[] {
  const isPresumed = presumedAmong(boundaries);
  const reported = boundaries.filter((one) => one.kind === 'started' && !isPresumed(one));
  const isKnown = ({ at }: Boundary) => reported.some((one) => Math.abs(one.at - at) <= SAME_START_MS);
  return boundaries.filter((one) => !(isPresumed(one) && isKnown(one)));
}

/**
 * Returns the sessions of a set of boundaries, oldest first, whatever their order and repetition. The result is exact when
 * the boundaries begin with a started, or with the first one of the stream.
 */
export function sessionsOf(boundaries: readonly Boundary[]): Session[] {
  const sessions: Session[] = [];
  for (const { kind, at } of withoutKnownStarts(boundaries).sort(byClock)) {
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

/** Whether an ended repeats the end of the newest session. */
const repeatsEnd = (newest: Session | undefined, at: number): boolean =>
  newest?.endedAt != null && at - newest.endedAt <= SAME_END_MS;

/**
 * Returns how many of a stream's boundaries, sorted newest first, make the same sessions whatever came before them: a
 * started opens a session in any case, and so does an ended that comes too late to repeat the end before it. A presumed
 * started does not: one that a hook has reported may come before them.
 */
export function countSettled(boundaries: readonly Boundary[]): number {
  const isPresumed = presumedAmong(boundaries);
  for (const [index, boundary] of [...boundaries.entries()].reverse()) {
    if (isPresumed(boundary)) continue;
    if (boundary.kind === 'started') return index + 1;
    const newer = boundaries[index - 1];
    const isSettled = (one: Boundary) => one.at - boundary.at > (isPresumed(one) ? SAME_START_MS : SAME_END_MS);
    if (newer !== undefined && isSettled(newer) && boundaries.slice(0, index).every(isSettled)) return index;
  }
  return 0;
}

/**
 * Returns the boundaries of a session, which are still known after the history has expired. `reportedAt` is the clock of the
 * latest one that a hook reported, in ms since the epoch.
 */
export function boundariesOf(times: SessionTimes | null, reportedAt?: number): Boundary[] {
  const boundaries: Boundary[] = [];
  if (times?.startedAt != null) {
    const isReported = times.endedAt === null && times.startedAt === reportedAt;
    boundaries.push({ kind: 'started', at: times.startedAt, ...(!isReported && { presumed: 'maybe' }) });
  }
  if (times?.endedAt != null) boundaries.push({ kind: 'ended', at: times.endedAt });
  return boundaries;
}
