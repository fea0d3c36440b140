import { type Announcement, SOURCE } from '../../lambda/announcing/announcement.ts';

/** The announcements to follow; without an app or types, those of all. */
export interface AnnouncementFilter {
  readonly app?: string;
  /** Detail types. */
  readonly type?: readonly string[];
}

/** Whether an announcement passes the filter. */
export function matchesFilter(announcement: Announcement, { app, type }: AnnouncementFilter): boolean {
  if (app !== undefined && announcement.detail.app !== app) return false;
  return type === undefined || type.includes(announcement['detail-type']);
}

/** Returns the same filter as the event pattern of a rule. */
export function toEventPattern({ app, type }: AnnouncementFilter): string {
  return JSON.stringify({
    source: [SOURCE],
    ...(type && { 'detail-type': type }),
    ...(app !== undefined && { detail: { app: [app] } }),
  });
}
