import type { Announcement } from '../../../announcing/announcement.ts';
import { hasAttribute, readText, text } from '../../attributes.ts';
import type { Item } from '../../table.ts';
import { DAY_MS, expiry } from '../expiry.ts';
import { toldKey } from './notification-keys.ts';

/** The row of an announcement without a sequence that was told in words at a time, in ms since the epoch; `app` and `id` are for forgetting the stream. */
export function toToldRow(name: string, { detail: { app, id, eventId } }: Announcement, now: number): Item {
  return {
    ...toldKey(name, eventId),
    eventId: text(eventId),
    app: text(app),
    ...(id !== null && { id: text(id) }),
    expiresAt: expiry(now + DAY_MS),
  };
}

/** Whether a row of the memory's partition is of an announcement that was told, and not of a stream. */
export const isToldRow = (row: Item): boolean => hasAttribute(row, 'eventId');

export const readToldRow = (row: Item): string => readText(row, 'eventId');
