/** A started or an ended: the two ends between which a stream is live. */
export interface Boundary {
  readonly edge: 'started' | 'ended';
  /** In ms since the epoch. */
  readonly at: number;
}

/** What a session's times are, in ms since the epoch; null where the hook was missed, or has not come yet. */
export interface SessionTimes {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface Session extends SessionTimes {
  /** Why it is over; null while it is open. `presumedEnded` is a sweeper's word: no hook says it. */
  readonly endReason: 'ended' | 'presumedEnded' | 'superseded' | null;
}

/** An ended this soon after an end that is known (ms) is that end again: the media server repeats itself. */
const SAME_END_MS = 10_000;

const rank = (edge: Boundary): number => (edge.edge === 'ended' ? 1 : 0);

/** Sorts edges by clock; at the same clock an ended comes after a started, so that it decides. */
export const byClock = (a: Boundary, b: Boundary): number => a.at - b.at || rank(a) - rank(b);

/**
 * The sessions that a set of edges makes, oldest first. Neither the order of the edges nor repetition matters.
 * Exact when the edges begin with a started, or with the first edge of the stream.
 */
export function sessionsOf(boundaries: readonly Boundary[]): Session[] {
  const sessions: Session[] = [];
  for (const edge of [...boundaries].sort(byClock)) {
    const next = edge.edge === 'started' ? applyStart(sessions.at(-1), edge.at) : applyEnd(sessions.at(-1), edge.at);
    if (next.closes !== undefined) sessions[sessions.length - 1] = next.closes;
    if (next.opens !== undefined) sessions.push(next.opens);
  }
  return sessions;
}

/**
 * How many of a stream's edges, counted from the newest, make the same sessions whatever came before them: a started
 * opens one in any case, and so does an ended that comes too late to be the end before it again. They are given newest first.
 */
export function countSettled(boundaries: readonly Boundary[]): number {
  for (let index = boundaries.length - 1; index >= 0; index--) {
    const [newer, edge] = [boundaries[index - 1], boundaries[index]];
    if (edge?.edge === 'started') return index + 1;
    if (newer !== undefined && edge !== undefined && newer.at - edge.at > SAME_END_MS) return index;
  }
  return 0;
}

/** The edges that a session tells of: what is left of them when the history has expired. */
export function boundariesOf(times: SessionTimes | null): Boundary[] {
  const boundaries: Boundary[] = [];
  if (times?.startedAt != null) boundaries.push({ edge: 'started', at: times.startedAt });
  if (times?.endedAt != null) boundaries.push({ edge: 'ended', at: times.endedAt });
  return boundaries;
}

interface Step {
  readonly closes?: Session;
  readonly opens?: Session;
}

function applyStart(newest: Session | undefined, at: number): Step {
  const opens: Session = { startedAt: at, endedAt: null, endReason: null };
  if (newest === undefined || newest.endedAt !== null) return { opens };
  if (newest.startedAt === at) return {};
  return { closes: { ...newest, endedAt: at, endReason: 'superseded' }, opens };
}

function applyEnd(newest: Session | undefined, at: number): Step {
  if (newest !== undefined && newest.endedAt === null)
    return { closes: { ...newest, endedAt: at, endReason: 'ended' } };
  if (newest?.endedAt != null && at - newest.endedAt <= SAME_END_MS) return {};
  return { opens: { startedAt: null, endedAt: at, endReason: 'ended' } };
}
