import type { Announcement } from '../../../lambda/announcing/announcement.ts';
import { toAnnouncements } from '../../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../../lambda/announcing/description-memory.ts';
import { emptyState } from '../../../lambda/stream/state.ts';
import { toStateRow } from '../../../lambda/table/rows/state-row.ts';

/** The first time of these announcements. */
export const SINCE = Date.UTC(2026, 10, 26, 12);

/** Returns the announcement of a stream that starts this many seconds after `SINCE`. */
export function buildAnnouncement(seconds: number): Announcement {
  const at = SINCE + seconds * 1_000;
  const state = { ...emptyState, session: { startedAt: at, endedAt: null } };
  const after = toStateRow('LiveApp', `cam-${seconds}`, { state, version: at, heartbeatReceivedAt: null });
  const onUnreadable = (_change: unknown, error: unknown) => {
    throw error;
  };
  const [announcement] = toAnnouncements(
    [{ before: undefined, after, writtenAt: at }],
    new DescriptionMemory(),
    onUnreadable,
  );
  if (announcement === undefined) throw new Error('expected an announcement, received none');
  return announcement;
}

/** Returns announcements, a second apart. */
export const buildAnnouncements = (from: number, count: number): Announcement[] =>
  Array.from({ length: count }, (_, n) => buildAnnouncement(from + n));
