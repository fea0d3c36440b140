import type { Colours } from '../../terminal/text-table.ts';
import { formatDuration } from '../../words/time.ts';
import type { Stream } from './fetch-streams.ts';

const statusNames: Record<Stream['status'], string> = {
  live: 'live',
  presumedEnded: 'presumed ended',
  ended: 'ended',
  unknown: 'unknown',
};

/** A stream's status in words: colour alone says nothing to many. */
export function formatStatus({ status, inferred, stale }: Stream): string {
  return `${stale ? 'stale' : statusNames[status]}${inferred ? ' (inferred)' : ''}`;
}

/** The words in the colour of the status. */
export function paintStatus(words: string, { status, stale }: Stream, colours: Colours): string {
  if (stale) return colours.yellow(words);
  return status === 'live' ? colours.green(words) : colours.dim(words);
}

/** Since when the stream is what it is. */
export function sinceOf({ status, startedAt, endedAt, health, lastEvent }: Stream): string | null {
  if (status === 'unknown') return lastEvent?.at ?? null;
  return status === 'live' ? (startedAt ?? health?.at ?? null) : endedAt;
}

/** What the last heartbeat saw: the size of the picture, and how fast it comes. */
export function formatVideo({ health }: Stream): string | null {
  if (health === null) return null;
  const { width, height, speed } = health;
  const size = width === null || height === null ? [] : [`${width}×${height}`];
  return [...size, ...(speed === null ? [] : [`${speed.toFixed(2)}x`])].join(' ');
}

/** A length of time that may not be known. */
export const formatKnownDuration = (ms: number | null): string | null => (ms === null ? null : formatDuration(ms));

export function formatError({ lastError }: Stream): string | null {
  return lastError && [lastError.kind, lastError.detail].filter(Boolean).join(' ');
}
