import { isStale, lastSignOf } from '../stream/silence.ts';
import { decideStatus, newestSessionOf } from '../stream/state.ts';
import type { Expectation, ExpectedStream } from '../table/rows/expected-row.ts';
import type { StoredState } from '../table/rows/state-row.ts';

/** The part of a stored state that decides whether the stream is live. */
export type SeenStream = Pick<StoredState, 'state' | 'heartbeatReceivedAt'>;

/**
 * Returns whether an expected stream is live at a time (ms since the epoch), and since when. A stale one is not live. A
 * stream that was never seen is undefined.
 */
export function expectationOf(expected: ExpectedStream, seen: SeenStream | undefined, now: number): Expectation {
  if (seen !== undefined && isLive(seen, now)) return { state: 'live', since: cameBackAt(expected, seen) };
  const since = (seen && lastLiveAt(seen)) ?? expected.addedAt;
  return { state: now - since > expected.grace * 1000 ? 'missing' : 'waiting', since };
}

const isLive = ({ state, heartbeatReceivedAt }: SeenStream, now: number): boolean =>
  decideStatus(state).status === 'live' && !isStale(state, heartbeatReceivedAt, now);

/**
 * Returns when a live stream came back: as the latest sweep says, if it found the stream live. Else it started, or its
 * heartbeats went on, after it was last live.
 */
function cameBackAt({ addedAt, known }: ExpectedStream, { state, heartbeatReceivedAt }: SeenStream): number {
  if (known?.state === 'live') return known.since;
  const startedAt = newestSessionOf(state)?.startedAt ?? undefined;
  if (startedAt !== undefined && (known === undefined || startedAt > known.since)) return startedAt;
  return lastSignOf(state, heartbeatReceivedAt) ?? startedAt ?? addedAt;
}

/** Returns when a stream that is not live was last live; undefined when it never was, as far as is known. */
function lastLiveAt({ state, heartbeatReceivedAt }: SeenStream): number | undefined {
  return lastSignOf(state, heartbeatReceivedAt) ?? newestSessionOf(state)?.endedAt ?? undefined;
}
