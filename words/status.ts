import type { StreamJson } from '../lambda/reading/stream-json.ts';

type Status = StreamJson['status'];

/** Every status, in the order of lists. */
export const statuses: readonly Status[] = ['live', 'presumedEnded', 'ended', 'unknown'];

export const statusName = (status: Status): string => (status === 'presumedEnded' ? 'presumed ended' : status);

/** The status in one word or two; a stale stream is live, but its heartbeats have stopped. */
export const streamStatusName = ({ status, stale }: StreamJson): string => (stale ? 'stale' : statusName(status));

/**
 * Returns the time that decided the status, by which the read API orders the streams of one status: the start, the end, the
 * latest heartbeat of a live stream whose start was missed, or the latest event of an unknown one.
 */
export function sinceOf({ status, startedAt, endedAt, health, lastEvent }: StreamJson): string | null {
  if (status === 'unknown') return lastEvent?.at ?? null;
  return status === 'live' ? (startedAt ?? health?.at ?? null) : endedAt;
}
