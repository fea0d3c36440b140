import { number, readNumber, readText, text } from '../table/attributes.ts';
import { DAY_MS, expiry } from '../table/rows/expiry.ts';
import type { Item, Update } from '../table/table.ts';
import { type KeyPurpose, keyPurposes, type StreamKey } from './stream-key.ts';

/** The prefix of the partition key of a key's row: no hash of a token begins with it. The authoriser may update only such rows. */
export const STREAM_KEY_PREFIX = 'key#';

/** An expired key stays listed for so long, in ms: a publisher is told that it has expired, not that it never existed. */
const LISTED_AFTER_EXPIRY_MS = 30 * DAY_MS;

/** The key of the row of a stream key, in the table of tokens. */
export const streamKeyKey = (hash: string): Item => ({ hash: text(`${STREAM_KEY_PREFIX}${hash}`) });

/** Whether a row of the table of tokens is that of a stream key. */
export const isStreamKeyRow = (row: Item): boolean => readText(row, 'hash').startsWith(STREAM_KEY_PREFIX);

/** The row of a stream key. `expiresAt`, in seconds, is when DynamoDB may delete the row. */
export function toStreamKeyRow(key: StreamKey): Item {
  return {
    ...streamKeyKey(key.hash),
    app: text(key.app),
    stream: text(key.stream),
    purpose: text(key.use),
    label: text(key.label),
    createdAt: number(key.createdAt),
    ...(key.from !== null && { validFrom: number(key.from) }),
    ...(key.expires !== null && {
      validUntil: number(key.expires),
      expiresAt: expiry(key.expires + LISTED_AFTER_EXPIRY_MS),
    }),
    ...(key.lastUsedAt !== null && { lastUsedAt: number(key.lastUsedAt) }),
    allowed: number(key.allowed),
  };
}

export function readStreamKeyRow(row: Item): StreamKey {
  const purpose = readText(row, 'purpose') as KeyPurpose;
  return {
    hash: readText(row, 'hash').slice(STREAM_KEY_PREFIX.length),
    app: readText(row, 'app'),
    stream: readText(row, 'stream'),
    use: keyPurposes.includes(purpose) ? purpose : 'publish',
    label: readText(row, 'label'),
    createdAt: readNumber(row, 'createdAt') ?? 0,
    from: readNumber(row, 'validFrom'),
    expires: readNumber(row, 'validUntil'),
    lastUsedAt: readNumber(row, 'lastUsedAt'),
    allowed: readNumber(row, 'allowed') ?? 0,
  };
}

const names = { '#hash': 'hash' }; // a reserved word

/** Adds uses to a row, and the hour of the last one (its start, in ms since the epoch), unless the row has it or a later one. */
export const addUsesOfHour = (hour: number, uses: number): Update => ({
  ConditionExpression: 'attribute_exists(#hash) AND (attribute_not_exists(lastUsedAt) OR lastUsedAt < :hour)',
  UpdateExpression: 'SET lastUsedAt = :hour ADD allowed :uses',
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: { ':hour': number(hour), ':uses': number(uses) },
});

/** Adds uses to a row; a key that was revoked meanwhile stays so. */
export const addUses = (uses: number): Update => ({
  ConditionExpression: 'attribute_exists(#hash)',
  UpdateExpression: 'ADD allowed :uses',
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: { ':uses': number(uses) },
});
