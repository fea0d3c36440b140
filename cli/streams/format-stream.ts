import { formatDuration } from '../../lambda/text/format-duration.ts';
import type { Colours } from '../../terminal/text-table.ts';
import { currentHealth, formatResolution, formatSpeed } from '../../words/health.ts';
import { streamStatusName } from '../../words/status.ts';
import { formatTime } from '../../words/time.ts';
import type { Stream } from './fetch-streams.ts';

/** The status in words: not everybody sees colours. */
export function formatStatus(stream: Stream): string {
  return `${streamStatusName(stream)}${stream.inferred ? ' (inferred)' : ''}`;
}

/** Paints a text in the colour of the status. */
export function paintStatus(text: string, { status, stale }: Stream, colours: Colours): string {
  if (stale) return colours.yellow(text);
  return status === 'live' ? colours.green(text) : colours.dim(text);
}

/** Resolution and speed, such as `1280×720 1.00×`, as far as they are known; null before the first heartbeat of the session. */
export function formatVideo(stream: Stream): string | null {
  const health = currentHealth(stream);
  if (health === null) return null;
  return [formatResolution(stream), health.speed === null ? null : formatSpeed(health.speed)].filter(Boolean).join(' ');
}

export function formatError({ lastError }: Stream): string | null {
  return lastError && [lastError.kind, lastError.detail].filter(Boolean).join(' ');
}

/** Formats a length of time in ms that may be unknown. */
export const formatKnownDuration = (ms: number | null): string | null => (ms === null ? null : formatDuration(ms));

/** Formats a time (ISO 8601) in this machine's zone, and as it is in JSON. */
export const formatTimeAndIso = (time: string, now: number): string => `${formatTime(time, now)} (${time})`;
