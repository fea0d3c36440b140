import { REVIVED_AFTER_MS } from '../lambda/stream/session-times.ts';
import type { StreamResponse } from './responses.ts';
import type { Sample } from './samples.ts';
import { lastSignAt } from './stream-sentence.ts';

type Session = StreamResponse['sessions'][number];

/** A session, as far as it is known how long its stream was live. Times are in ms since the epoch, and null where they are not known. */
export interface SessionSpan {
  readonly session: Session;
  /** Its start; where that was missed, the first heartbeat known. */
  readonly from: number | null;
  /** Its end, or now; where another start cut it off, or it is silent, the last heartbeat known. */
  readonly to: number | null;
  /** The time after it in which the stream was dark. */
  readonly outage: Outage | null;
}

export interface Outage {
  readonly from: number | null;
  readonly to: number | null;
  /** Whether one of the two is only a heartbeat: it was dark for at most as long. */
  readonly isAtMost: boolean;
  /** Whether it goes on. */
  readonly isNow: boolean;
}

interface Sources {
  readonly stream: Pick<StreamResponse, 'status' | 'stale' | 'health' | 'sessions'>;
  /** The heartbeats that are known, oldest first. */
  readonly samples: readonly Pick<Sample, 'at'>[];
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
}

type Edges = Omit<SessionSpan, 'outage'>;

/** The session of a stream of which only heartbeats say that it is live. */
const inferredSession: Session = { startedAt: null, endedAt: null, durationMs: null, endReason: null };

/** Returns the sessions of a stream with the outages after them, newest first: each begins where the one before it ends. */
export function toSessionSpans({ stream, samples, now }: Sources): SessionSpan[] {
  const { sessions, status, stale } = stream;
  const isInferred = status === 'live' && sessions[0]?.endedAt !== null;
  const all = isInferred ? [inferredSession, ...sessions] : sessions;
  const beats = samples.map(({ at }) => at);
  const openEnd = stale ? (toClock(stream.health?.at ?? null) ?? now) : now; // by the clock of the start
  const isDark = stale || status !== 'live';
  const edges = all.map((session, index) => edgesOf(session, all[index + 1], beats, openEnd));
  return edges.map((span, index) => {
    const next = edges[index - 1];
    const outage =
      next === undefined
        ? isDark && outageSince((stale ? lastSignAt(stream) : null) ?? span.to, now)
        : outageBetween(span, next);
    return { ...span, outage: outage || null };
  });
}

/** Returns what is known of the start and end of a session, which comes after an older one. */
function edgesOf(session: Session, older: Session | undefined, beats: readonly number[], openEnd: number): Edges {
  const end = toClock(session.endedAt) ?? openEnd;
  const olderEnd = toClock(older?.endedAt ?? null) ?? Number.NEGATIVE_INFINITY;
  const first = beats.find((at) => at > olderEnd + REVIVED_AFTER_MS && at < end) ?? null;
  const from = toClock(session.startedAt) ?? first;
  if (!isCutOff(session)) return { session, from, to: Math.max(end, from ?? end) };
  const last = beats.findLast((at) => at >= (from ?? olderEnd) && at < end) ?? null;
  return { session, from, to: last };
}

const outageSince = (from: number | null, now: number): Outage => ({
  ...{ from, to: Math.max(now, from ?? now) },
  ...{ isAtMost: false, isNow: true },
});

/** Returns the outage between two sessions; a stream that started again at once was not dark. */
function outageBetween(before: Edges, after: Edges): Outage | null {
  const [from, to] = [before.to, after.from];
  if (from !== null && to !== null && to <= from) return null;
  return { from, to, isAtMost: isCutOff(before.session) || after.session.startedAt === null, isNow: false };
}

/** Whether the end of a session is only known from the start of the next one: its media server crashed, say. */
export const isCutOff = ({ endReason }: Session): boolean => endReason === 'superseded';

const toClock = (at: string | null): number | null => (at === null ? null : Date.parse(at));
