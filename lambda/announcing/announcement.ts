import { hash } from 'node:crypto';
import type { z } from 'zod';
import type { announcementSchema } from './announcement-schema.ts';

/** An announcement, in the envelope in which a rule of EventBridge delivers it. */
export type Announcement = z.infer<typeof announcementSchema>;

export type DetailType = Announcement['detail-type'];

/** The announcement of a type, such as `AnnouncementOf<'Recording Ready'>`. */
export type AnnouncementOf<T extends DetailType> = Extract<Announcement, { 'detail-type': T }>;

/** The description of the stream of an announcement. */
export type AnnouncedStream = AnnouncementOf<'Stream Started'>['detail']['stream'];

/** The source of every announcement. */
export const SOURCE = 'ant-media-webhooks';

/** The version of the details: rises when a field is removed or changes its meaning. */
export const DETAIL_VERSION = 1 as const;

/** In bytes of JSON; EventBridge takes 256 KB, envelope included. */
export const MAX_DETAIL_BYTES = 200_000;

/** Returns the id of an announcement: the same parts make the same id. */
export const toEventId = (...parts: readonly (string | number)[]): string =>
  hash('sha256', JSON.stringify(parts)).slice(0, 32);
