import type { StreamJson } from '../lambda/reading/stream-json.ts';

type Status = StreamJson['status'];

/** Every status, in the order of lists. */
export const statuses: readonly Status[] = ['live', 'presumedEnded', 'ended', 'unknown'];

export const statusName = (status: Status): string => (status === 'presumedEnded' ? 'presumed ended' : status);

/** The status in one word or two; a stale stream is live, but its heartbeats have stopped. */
export const streamStatusName = ({ status, stale }: StreamJson): string => (stale ? 'stale' : statusName(status));

/**
 * The time by which streams of one status are ordered, newest first, and since when a stream is in it as far as anybody
 * knows: its start, its end, the latest heartbeat of a live one whose start was missed, the latest event of an unknown one.
 */
export function sinceOf({ status, startedAt, endedAt, health, lastEvent }: StreamJson): string | null {
  if (status === 'unknown') return lastEvent?.at ?? null;
  return status === 'live' ? (startedAt ?? health?.at ?? null) : endedAt;
}
