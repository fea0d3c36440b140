import { number, readNumber } from '../attributes.ts';
import { positionOfRow } from '../row-keys.ts';
import type { Item, Update } from '../table.ts';
import { DAY_MS, expiry } from './expiry.ts';

/** The hour in which a token's hooks last came is noted for so long, in ms. */
const NOTED_MS = 400 * DAY_MS;

/** Sets the hour of a token's last hook (its start, in ms since the epoch), unless the row has it or a later one. */
export const noteHour = (hour: number): Update => ({
  ConditionExpression: 'attribute_not_exists(usedAt) OR usedAt < :hour',
  UpdateExpression: 'SET usedAt = :hour, expiresAt = :expiresAt',
  ExpressionAttributeValues: { ':hour': number(hour), ':expiresAt': expiry(hour + NOTED_MS) },
});

/** Reads the hash of a token, and the start of the hour in which its hooks last came (ms since the epoch). */
export const readTokenUse = (row: Item): [hash: string, hour: number] => [
  positionOfRow(row),
  readNumber(row, 'usedAt') ?? 0,
];
