import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { number, readNumber } from '../attributes.ts';
import type { Item } from '../table.ts';

export const DAY_MS = 86_400_000;

/** When DynamoDB may delete a row (ms since the epoch), in whole seconds as its time to live counts. */
export const expiry = (at: number): AttributeValue => number(Math.ceil(at / 1000));

/** The expiry of the history: so many days after receipt (ms since the epoch). */
export const historyExpiry = (receivedAt: number, historyDays: number): AttributeValue =>
  expiry(receivedAt + historyDays * DAY_MS);

/** Whether a row is still listed at this time (ms since the epoch): DynamoDB deletes it some time after its expiry. */
export function isUnexpired(row: Item, now: number): boolean {
  const seconds = readNumber(row, 'expiresAt') ?? readNumber(row, 'listedUntil');
  return seconds === null || seconds * 1000 > now;
}

/** For how many days a row that was received at this time (ms since the epoch) is stored, by its expiry. */
export function retentionDays(row: Item, receivedAt: number): number {
  return Math.floor(((readNumber(row, 'expiresAt') ?? 0) * 1000 - receivedAt) / DAY_MS);
}
