import { isStale, lastSignOf } from '../stream/silence.ts';
import { decideStatus, type State } from '../stream/state.ts';
import type { StoredState } from '../table/rows/state-row.ts';

/** A stream without a heartbeat in its session is worth a question this long after its start (ms). */
const ASKED_AFTER_MS = 120_000;

/** Decides by receipt whether a stream has fallen silent; times in ms since the epoch. */
export interface SilenceRule {
  /** A stream whose heartbeats stopped longer ago (ms) is silent; 0: none ever is. */
  readonly presumeEndedMs: number;
  /** Silence counts from here at the earliest: nobody listened before. */
  readonly listeningSince: number;
  readonly now: number;
}

/** Whether a stream is live, has had heartbeats in this session, and they stopped too long ago. */
export function isSilent({ state, heartbeatReceivedAt }: StoredState, rule: SilenceRule): boolean {
  const lastSign = lastSignOf(state, heartbeatReceivedAt);
  if (lastSign === undefined || rule.presumeEndedMs === 0) return false;
  return rule.now - Math.max(lastSign, rule.listeningSince) > rule.presumeEndedMs;
}

/** Whether a stream is live, but does not show it: it is stale, or has had no heartbeat long after its start. */
export function isDoubtful({ state, heartbeatReceivedAt }: StoredState, now: number): boolean {
  if (decideStatus(state).status !== 'live') return false;
  if (lastSignOf(state, heartbeatReceivedAt) !== undefined) return isStale(state, heartbeatReceivedAt, now);
  return now - (state.session?.startedAt ?? 0) > ASKED_AFTER_MS;
}

/** Returns the clock of the last heartbeat of a live stream's session (ms since the epoch); undefined when there was none. */
export function lastHeartbeatAt(state: State): number | undefined {
  return lastSignOf(state, null);
}
