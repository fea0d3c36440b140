/** A started or an ended: the two ends between which a stream is live. */
export interface Edge {
  readonly edge: 'started' | 'ended';
  /** In ms since the epoch. */
  readonly at: number;
}

/** What a session's times are, in ms since the epoch; null where the hook was missed, or has not come yet. */
export interface Span {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface Session extends Span {
  /** Why it is over; null while it is open. `presumedEnded` is a sweeper's word: no hook says it. */
  readonly endReason: 'ended' | 'presumedEnded' | 'superseded' | null;
}

/** An ended this soon after an end that is known (ms) is that end again: the media server repeats itself. */
const SAME_END_MS = 10_000;

const rank = (edge: Edge): number => (edge.edge === 'ended' ? 1 : 0);

/** Sorts edges by clock; at the same clock an ended comes after a started, so that it decides. */
export const byClock = (a: Edge, b: Edge): number => a.at - b.at || rank(a) - rank(b);

/**
 * The sessions that a set of edges makes, oldest first. Neither the order of the edges nor repetition matters.
 * Exact when the edges begin with a started, or with the first edge of the stream.
 */
export function sessionsOf(edges: readonly Edge[]): Session[] {
  const sessions: Session[] = [];
  for (const edge of [...edges].sort(byClock)) {
    const next = edge.edge === 'started' ? start(sessions.at(-1), edge.at) : end(sessions.at(-1), edge.at);
    if (next.closes !== undefined) sessions[sessions.length - 1] = next.closes;
    if (next.opens !== undefined) sessions.push(next.opens);
  }
  return sessions;
}

/**
 * How many of a stream's edges, counted from the newest, make the same sessions whatever came before them: a started
 * opens one in any case, and so does an ended that comes too late to be the end before it again. They are given newest first.
 */
export function countSure(edges: readonly Edge[]): number {
  for (let index = edges.length - 1; index >= 0; index--) {
    const [newer, edge] = [edges[index - 1], edges[index]];
    if (edge?.edge === 'started') return index + 1;
    if (newer !== undefined && edge !== undefined && newer.at - edge.at > SAME_END_MS) return index;
  }
  return 0;
}

/** The edges that a session tells of: what is left of them when the history has expired. */
export function edgesOf(span: Span | null): Edge[] {
  const edges: Edge[] = [];
  if (span?.startedAt != null) edges.push({ edge: 'started', at: span.startedAt });
  if (span?.endedAt != null) edges.push({ edge: 'ended', at: span.endedAt });
  return edges;
}

interface Step {
  readonly closes?: Session;
  readonly opens?: Session;
}

function start(newest: Session | undefined, at: number): Step {
  const opens: Session = { startedAt: at, endedAt: null, endReason: null };
  if (newest === undefined || newest.endedAt !== null) return { opens };
  if (newest.startedAt === at) return {};
  return { closes: { ...newest, endedAt: at, endReason: 'superseded' }, opens };
}

function end(newest: Session | undefined, at: number): Step {
  if (newest !== undefined && newest.endedAt === null)
    return { closes: { ...newest, endedAt: at, endReason: 'ended' } };
  if (newest?.endedAt != null && at - newest.endedAt <= SAME_END_MS) return {};
  return { opens: { startedAt: null, endedAt: at, endReason: 'ended' } };
}
