import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { number, readNumber } from '../attributes.ts';
import type { Item } from '../table.ts';

export const DAY_MS = 86_400_000;

/** When DynamoDB may delete a row (ms since the epoch), in whole seconds as its time to live counts. */
export const expiry = (at: number): AttributeValue => number(Math.ceil(at / 1000));

/** The expiry of the history: so many days after receipt (ms since the epoch). */
export const historyExpiry = (receivedAt: number, historyDays: number): AttributeValue =>
  expiry(receivedAt + historyDays * DAY_MS);

/**
 * The rows that sessions are made of are stored for this much longer than they are listed (ms), so that an end which is
 * listed has its start: of a day at most, with an hour for clocks that differ; of a longer session the row of its end keeps it.
 */
export const UNLISTED_MS = DAY_MS + 3_600_000;

/** Whether a row is still listed at this time (ms since the epoch). */
export const isUnexpired = (row: Item, now: number): boolean =>
  isBefore(now, readNumber(row, 'listedUntil') ?? readNumber(row, 'expiresAt'));

/** Whether a row counts at this time (ms since the epoch), listed or not: DynamoDB deletes it some time after its expiry. */
export const isStored = (row: Item, now: number): boolean => isBefore(now, readNumber(row, 'expiresAt'));

const isBefore = (now: number, seconds: number | null): boolean => seconds === null || now < seconds * 1000;

/** For how many days a row that was received at this time (ms since the epoch) is listed, by its expiry. */
export function retentionDays(row: Item, receivedAt: number): number {
  const seconds = readNumber(row, 'listedUntil') ?? readNumber(row, 'expiresAt') ?? 0;
  return Math.floor((seconds * 1000 - receivedAt) / DAY_MS);
}
