import type { UsageSession } from './usage-session.ts';

/** What is billed, in ms since the epoch. */
export interface UsagePeriod {
  readonly from: number;
  /** Excluded; never after the present, to which open sessions count. */
  readonly to: number;
}

/** The reason why the time of a session may still change. */
export type UsageMark = 'open' | 'presumedEnd' | 'startUnknown';

/** The time of one session within the period. */
export interface BilledSession {
  readonly session: UsageSession;
  /** In ms since the epoch. */
  readonly from: number;
  /** Excluded; with a joined session the start of that one. In ms since the epoch. */
  readonly to: number;
  readonly mark: UsageMark | null;
  /** The same for sessions that are joined. */
  readonly joined: object;
  /** Whether it is known to be in the period. */
  readonly isCertain: boolean;
}

/**
 * Returns the time of one stream's sessions within the period. Sessions whose gap is at most `joinMs` are joined: the gap is
 * billed with the earlier one. Without it none are. No moment is billed twice, even where answers contradict each other.
 */
export function billSessions(
  sessions: readonly UsageSession[],
  period: UsagePeriod,
  joinMs: number | null,
): BilledSession[] {
  const known = sessions.filter(hasStart).sort((a, b) => a.startedAt - b.startedAt);
  let joined = {};
  const billed = known.flatMap((session, index) => {
    const previous = known[index - 1];
    if (previous === undefined || !isJoined(previous, session, joinMs)) joined = {};
    const next = known[index + 1];
    return billSession(session, next, {
      period,
      joined,
      joinsNext: next !== undefined && isJoined(session, next, joinMs),
    });
  });
  return [...billed, ...sessions.flatMap((session) => billWithoutStart(session, known, period))];
}

type StartedSession = UsageSession & { readonly startedAt: number };

const hasStart = (session: UsageSession): session is StartedSession => session.startedAt !== null;

const isJoined = ({ endedAt }: UsageSession, next: StartedSession, joinMs: number | null): boolean =>
  joinMs !== null && next.startedAt - (endedAt ?? next.startedAt) <= joinMs;

function billSession(
  session: StartedSession,
  next: StartedSession | undefined,
  { period, joined, joinsNext }: { period: UsagePeriod; joined: object; joinsNext: boolean },
): BilledSession[] {
  const limit = next?.startedAt ?? Number.POSITIVE_INFINITY;
  const end = Math.min(session.endedAt ?? Number.POSITIVE_INFINITY, limit);
  const from = Math.max(session.startedAt, period.from);
  const to = Math.min(joinsNext ? limit : end, period.to);
  const isEmpty = session.startedAt === end && from === to;
  if (from >= period.to || (from >= to && !isEmpty)) return [];
  const mark = markOf(session, end, period);
  return [{ session, from, to, mark, joined, isCertain: true }];
}

function markOf({ endReason, endedAt }: UsageSession, end: number, period: UsagePeriod): UsageMark | null {
  if (end === Number.POSITIVE_INFINITY) return 'open';
  const isPresumed = endReason === 'presumedEnded' && end === endedAt;
  return isPresumed && end > period.from && end <= period.to ? 'presumedEnd' : null;
}

/** Bills a session whose start was missed: no time, but marked, unless an earlier session says that it began after the period. */
function billWithoutStart(
  session: UsageSession,
  known: readonly StartedSession[],
  period: UsagePeriod,
): BilledSession[] {
  if (hasStart(session)) return [];
  const end = session.endedAt ?? Number.POSITIVE_INFINITY;
  const previous = known.findLast(({ startedAt }) => startedAt < end);
  const earliest = previous === undefined ? 0 : (previous.endedAt ?? Number.POSITIVE_INFINITY);
  if (end < period.from || earliest >= period.to) return [];
  const at = Math.min(end, period.to - 1);
  return [{ session, from: at, to: at, mark: 'startUnknown', joined: {}, isCertain: end < period.to }];
}
