import type { Announcement } from '../../../announcing/announcement.ts';
import type { Pending } from '../../../notifying/notification.ts';
import { boolean, json, number, readBoolean, readJson, readNumber, readText, text } from '../../attributes.ts';
import { ExpressionBuilder } from '../../expression-builder.ts';
import type { Item, Projection, Update } from '../../table.ts';
import { DAY_MS, expiry } from '../expiry.ts';
import { deadKey, pendingKey, toOutboxPosition } from './notification-keys.ts';

/** An announcement in the outbox of a recipient. */
export interface OutboxEntry extends Pending {
  /** How often the recipient has refused it for its content. */
  readonly refusals: number;
  /** Whether it was a dead letter, and is to be told as it is, whatever was told since. */
  readonly isResent: boolean;
}

/** How long an entry or a dead letter is stored, in days. */
const ENTRY_DAYS = 14;

/** The row of an announcement that waits since a time, in ms since the epoch. */
export const toPendingRow = (name: string, announcement: Announcement, receivedAt: number): Item => ({
  ...pendingKey(name, toOutboxPosition(announcement)),
  ...entryAttributes(announcement, receivedAt),
});

/** The row of a dead letter that waits again since a time, in ms since the epoch. */
export const toResentRow = (name: string, announcement: Announcement, receivedAt: number): Item => ({
  ...toPendingRow(name, announcement, receivedAt),
  isResent: boolean(true),
});

/** The row of an announcement that was given up at a time, in ms since the epoch, and why. */
export const toDeadRow = (name: string, announcement: Announcement, diedAt: number, reason: string): Item => ({
  ...deadKey(name, toOutboxPosition(announcement)),
  ...entryAttributes(announcement, diedAt),
  reason: text(reason),
});

/** `app` and `id`, absent when null, are for forgetting a stream. */
function entryAttributes(announcement: Announcement, at: number): Item {
  const { app, id } = announcement.detail;
  return {
    announcement: json(announcement),
    receivedAt: number(at),
    app: text(app),
    ...(id !== null && { id: text(id) }),
    expiresAt: expiry(at + ENTRY_DAYS * DAY_MS),
  };
}

/** Reads a row of the outbox, or of a dead letter. */
export function readPendingRow(row: Item): OutboxEntry {
  return {
    announcement: readJson<Announcement>(row, 'announcement'),
    receivedAt: readNumber(row, 'receivedAt') ?? 0,
    retryAt: readNumber(row, 'retryAt') ?? 0,
    refusals: readNumber(row, 'refusals') ?? 0,
    isResent: readBoolean(row, 'isResent'),
  };
}

/** The size of a row's announcement, in characters. */
export const pendingLength = (row: Item): number => readText(row, 'announcement').length;

/** Selects the key of a row, and until when it is held. */
export const keyAndRetry: Projection = { ProjectionExpression: 'pk, sk, retryAt' };

/** Whether an entry is held at a time, in ms since the epoch. */
export const isHeld = (row: Item, now: number): boolean => (readNumber(row, 'retryAt') ?? 0) > now;

/** Ends the wait of an entry that was refused, unless it was removed meanwhile. */
export function retryUpdate(): Update {
  const expression = new ExpressionBuilder();
  return expression.buildUpdate({
    attributes: { retryAt: number(0) },
    conditions: [`attribute_exists(${expression.name('receivedAt')})`],
  });
}

/** Records a refusal of an entry, which waits until a time (ms since the epoch), unless it was removed meanwhile. */
export function holdUpdate(refusals: number, retryAt: number): Update {
  const expression = new ExpressionBuilder();
  return expression.buildUpdate({
    attributes: { refusals: number(refusals), retryAt: number(retryAt) },
    conditions: [`attribute_exists(${expression.name('receivedAt')})`],
  });
}
