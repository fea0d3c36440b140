import type { Announcement, AnnouncementOf } from '../../lambda/announcing/announcement.ts';

type StateAnnouncement = AnnouncementOf<'Stream Started' | 'Stream Ended' | 'Stream Corrected'>;

/** What a consumer knows of a stream. */
export interface AppliedStream {
  readonly isLive: boolean;
  readonly session: StateAnnouncement['detail']['session'];
  readonly sequence: number;
}

/**
 * Applies announcements as a consumer must, by sequence, in whatever order they come: a session without an end is live. Returns
 * what it then knows of each stream, by "app/id".
 */
export function applyAnnouncements(announcements: readonly Announcement[]): Map<string, AppliedStream> {
  const streams = new Map<string, AppliedStream>();
  for (const announcement of announcements) {
    if (!isOfState(announcement)) continue;
    const { app, id, sequence, session } = announcement.detail;
    const known = streams.get(`${app}/${id}`);
    if (known !== undefined && sequence <= known.sequence) continue;
    streams.set(`${app}/${id}`, { isLive: session.endedAt === null, session, sequence });
  }
  return streams;
}

const isOfState = (announcement: Announcement): announcement is StateAnnouncement => 'sequence' in announcement.detail;

/** Returns the announcements that say the same as another one under another id: there must be none. */
export function findDuplicates(announcements: readonly Announcement[]): Announcement[] {
  const ids = new Map<string, string>();
  return announcements.filter((announcement) => {
    const { eventId, ...facts } = { ...announcement.detail, stream: null };
    const content = JSON.stringify([announcement['detail-type'], facts]);
    const first = ids.get(content) ?? eventId;
    ids.set(content, first);
    return first !== eventId;
  });
}
