import { decideStatus, type State } from './state.ts';

/** A live stream is stale when no heartbeat was received for longer than this (ms). */
export const STALE_AFTER_MS = 60_000;

/**
 * Returns when the latest heartbeat of a live stream's session was received (ms since the epoch); undefined when there was
 * none, or the stream is not live. Rows that 0.2.0 wrote have no time of receipt (null), only the heartbeat's own clock.
 */
export function lastSignOf(state: State, heartbeatReceivedAt: number | null): number | undefined {
  const {
    session,
    registers: { health },
  } = state;
  if (health === undefined || decideStatus(state).status !== 'live') return undefined;
  const isOfSession = session?.endedAt !== null || health.at >= (session.startedAt ?? 0);
  return isOfSession ? (heartbeatReceivedAt ?? health.at) : undefined;
}

/** Whether a stream is live and its heartbeats have stopped, at a time (ms since the epoch). */
export function isStale(state: State, heartbeatReceivedAt: number | null, now: number): boolean {
  const lastSign = lastSignOf(state, heartbeatReceivedAt);
  return lastSign !== undefined && now - lastSign > STALE_AFTER_MS;
}
