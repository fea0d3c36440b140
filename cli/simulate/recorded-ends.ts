import { type SentHook, toTimedHook } from '../../oracle/sent-hook.ts';
import { causeOf } from '../../words/presumed-end-text.ts';

/** An event in the history of a stream, in the read API's shape. */
export interface HistoryEvent {
  readonly action: string;
  readonly at: string;
  readonly receivedAt: string;
  readonly outcome: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An end that the receiver presumed; times in ms since the epoch. */
export interface RecordedEnd {
  readonly at: number;
  readonly cause: 'silence' | 'mediaServer';
  readonly receivedAt: number;
  /** Whether a later heartbeat has shown that it was none. */
  readonly isLate: boolean;
}

/** Returns the presumed ends of a history. */
export function recordedEnds(events: readonly HistoryEvent[]): RecordedEnd[] {
  return events.flatMap((event) => {
    const cause = causeOf(event);
    if (cause === null) return [];
    const [at, receivedAt] = [Date.parse(event.at), Date.parse(event.receivedAt)];
    return [{ at, cause, receivedAt, isLate: event.outcome === 'late' }];
  });
}

/** The clock of a media server may be this far ahead (ms). */
const MAX_AHEAD_MS = 120_000;
/** A heartbeat sent so long (ms) before an end was presumed was known to the receiver then. */
const KNOWN_AFTER_MS = 5_000;

/**
 * Returns whether the receiver had reason to presume an end of the stream that sent these hooks, and presumed it at the right
 * time: that of the last heartbeat then. Only the word of a media server reaches streams without one, and is of after their start.
 */
export function isPlausible({ at, cause, receivedAt }: RecordedEnd, hooks: readonly SentHook[]): boolean {
  const heartbeats = heartbeatsOf(hooks);
  const known = heartbeats.filter((hook) => hook.receivedAt <= receivedAt - KNOWN_AFTER_MS);
  const isOfLastHeartbeat = clocksOf(heartbeats).includes(at) && clocksOf(known).every((clock) => clock <= at);
  if (isOfLastHeartbeat || cause === 'silence') return isOfLastHeartbeat;
  return at <= receivedAt + MAX_AHEAD_MS && at >= Math.min(...clocksOf(hooks));
}

/** Describes the end that a receiver may presume once all of these hooks have arrived. */
export function describePlausible(hooks: readonly SentHook[]): string {
  const last = Math.max(...clocksOf(heartbeatsOf(hooks)));
  return Number.isFinite(last)
    ? `that of the last heartbeat, ${new Date(last).toISOString()}`
    : 'none without heartbeats';
}

const heartbeatsOf = (hooks: readonly SentHook[]): SentHook[] =>
  hooks.filter(({ fields }) => fields.action === 'liveStreamStatus');

const clocksOf = (hooks: readonly SentHook[]): number[] => hooks.map((hook) => toTimedHook(hook).at);

/** Formats a presumed end, such as `2026-11-02T12:00:00.000Z (silence)`. */
export const formatRecordedEnd = ({ at, cause }: RecordedEnd): string => `${new Date(at).toISOString()} (${cause})`;
