import type { CountedReason, KeyUse, RefusalCount } from '../../stream/refusal.ts';
import { readNumber, readText, text } from '../attributes.ts';
import { appOfRow } from '../keys.ts';
import type { Item, Query } from '../table.ts';

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

/** Returns the query for the keys of the rows of a partition of refusals that are about this id. */
export const refusedIdQuery = (partition: string, id: string): Query => ({
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
  FilterExpression: '#id = :id',
  ProjectionExpression: 'pk, sk',
  ExpressionAttributeNames: { '#id': 'id' },
  ExpressionAttributeValues: { ':pk': text(partition), ':prefix': text('event#'), ':id': text(id) },
});
