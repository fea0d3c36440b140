import type { CountedReason, KeyUse, Refusal, RefusalCount } from '../../stream/refusal.ts';
import { number, readNumber, readText, text } from '../attributes.ts';
import { appOfRow, furtherRefusalsKey, refusalKey, refusalRowsKey, startOfHour, startOfMinute } from '../row-keys.ts';
import type { Item, Query, Update } from '../table.ts';
import { DAY_MS, expiry, historyExpiry } from './expiry.ts';

/** The attribute of a row of refusals that no other row has; its value is the use. A pattern of announced writes matches it. */
export const REFUSED_ATTRIBUTE = 'refused';

/** Reads a row of refusals: those of a stream for one reason in one minute, or without an id those of an app in one hour. */
export function readRefusalRow(row: Item): RefusalCount {
  return {
    app: appOfRow(row),
    id: readText(row, 'id') || null,
    use: readText(row, REFUSED_ATTRIBUTE) as KeyUse,
    reason: readText(row, 'reason') as CountedReason,
    at: readNumber(row, 'at') ?? 0,
    count: readNumber(row, 'count') ?? 0,
  };
}

/** Whether a row is that of publishers who were refused: only those are announced. */
export const isPublishRefusalRow = (row: Item): boolean => readText(row, REFUSED_ATTRIBUTE) === 'publish';

/** Returns the query for the keys of the rows of a partition of refusals that are about this id. */
export const refusedIdQuery = (partition: string, id: string): Query => ({
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
  FilterExpression: '#id = :id',
  ProjectionExpression: 'pk, sk',
  ExpressionAttributeNames: { '#id': 'id' },
  ExpressionAttributeValues: { ':pk': text(partition), ':prefix': text('event#'), ':id': text(id) },
});

/** The rows of refusals that an app has at most for a reason in an hour: nobody fills the table by trying ids. */
export const MAX_REFUSAL_ROWS = 1_000;

/** A row to update, and how. */
export interface RowUpdate {
  readonly key: Item;
  readonly update: Update;
}

const one = { ':one': number(1) };
const countName = { '#count': 'count' }; // a reserved word

/** Counts a refusal in the row of its stream, reason and minute, if there is one. */
export const countInRow = (refusal: Refusal): RowUpdate => ({
  key: refusalKey(refusal, startOfMinute(refusal.at)),
  update: {
    ConditionExpression: 'attribute_exists(pk)',
    UpdateExpression: 'ADD #count :one',
    ExpressionAttributeNames: countName,
    ExpressionAttributeValues: one,
  },
});

/** Counts a refusal in the row of its stream, reason and minute; creates it unless another process just has. */
export function createRow(refusal: Refusal, historyDays: number): RowUpdate {
  const minute = startOfMinute(refusal.at);
  return { key: refusalKey(refusal, minute), update: countFrom(minute, refusal, historyDays) };
}

/** Counts a refusal in the row without an id, of its app, reason and hour. */
export function countBeyondRows(refusal: Refusal, historyDays: number): RowUpdate {
  const hour = startOfHour(refusal.at);
  return { key: furtherRefusalsKey(refusal, hour), update: countFrom(hour, { ...refusal, id: null }, historyDays) };
}

/** Counts one more in a row, and sets its other attributes, whether or not it has them. */
function countFrom(from: number, { id, use, reason }: Refusal, historyDays: number): Update {
  const values: Item = {
    [REFUSED_ATTRIBUTE]: text(use),
    reason: text(reason),
    at: number(from),
    expiresAt: historyExpiry(from, historyDays),
    ...(id !== null && { id: text(id) }),
  };
  const attributes = Object.entries(values);
  return {
    UpdateExpression: `SET ${attributes.map(([name]) => `#${name} = :${name}`).join(', ')} ADD #count :one`,
    ExpressionAttributeNames: { ...countName, ...Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])) },
    ExpressionAttributeValues: {
      ...one,
      ...Object.fromEntries(attributes.map(([name, value]) => [`:${name}`, value])),
    },
  };
}

/** Counts one more row of an app, reason and hour; its condition is refused when there are as many as there may be. */
export function takeRow({ app, reason, at }: Refusal): RowUpdate {
  const hour = startOfHour(at);
  return {
    key: refusalRowsKey(app, reason, hour),
    update: {
      ConditionExpression: 'attribute_not_exists(#count) OR #count < :max',
      UpdateExpression: 'SET expiresAt = :expiresAt ADD #count :one',
      ExpressionAttributeNames: countName,
      ExpressionAttributeValues: {
        ...one,
        ':max': number(MAX_REFUSAL_ROWS),
        ':expiresAt': expiry(hour + DAY_MS),
      },
    },
  };
}
