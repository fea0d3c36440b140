import type { Announcement, AnnouncementOf } from '../../announcing/announcement.ts';
import { formatDuration } from '../../text/format-duration.ts';
import { formatUtcTime } from '../../text/utc-time.ts';
import { MAX_APP_CHARS, MAX_NAME_CHARS, toHarmless } from './foreign-text.ts';

export type Session = AnnouncementOf<'Stream Started'>['detail']['session'];

/** Names the stream of an announcement, such as `Front door (LiveApp/cam-1)`; of an alarm the media server, else the app. */
export function formatSubject({ detail }: Announcement): string {
  const app = toHarmless(detail.app, MAX_APP_CHARS);
  if ('host' in detail) return `Media server ${toHarmless(detail.host, MAX_NAME_CHARS)} (${app})`;
  if (detail.id === null) return app;
  const path = `${app}/${toHarmless(detail.id, MAX_NAME_CHARS)}`;
  const name = toHarmless(detail.stream.name ?? '', MAX_NAME_CHARS);
  return name === '' ? path : `${name} (${path})`;
}

/** Says the times of a session, such as `10:00:00 UTC to 11:06:00 UTC (1 h 6 min, reported by the media server)`. */
export function formatSession({ startedAt, endedAt, durationMs, endReason }: Session, now: number): string {
  const start = startedAt === null ? 'a missed start' : formatUtcTime(startedAt, now);
  if (endedAt === null) return `live since ${start}`;
  const details = [durationMs === null ? null : formatDuration(durationMs), endReason && endReasons[endReason]];
  const known = details.filter((detail) => detail !== null).join(', ');
  return `${start} to ${formatUtcTime(endedAt, now)}${known === '' ? '' : ` (${known})`}`;
}

const endReasons = {
  ended: 'reported by the media server',
  presumedEnded: 'no sign since then',
  superseded: 'started again then',
} as const;
