import { type RowClass, STATUS_INDEX, statusPartition } from './keys.ts';
import { text } from './rows/attributes.ts';
import type { Query } from './table.ts';

/** Rows of a partition whose sort keys begin so, newest first, from just before a position on. */
export function rowsQuery(partition: string, prefix: RowClass | 'event' | 'health', before?: string): Query {
  const pk = text(partition);
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': text(`${prefix}#`) },
    ScanIndexForward: false,
    ...(before !== undefined && { ExclusiveStartKey: { pk, sk: text(`${prefix}#${before}`) } }),
  };
}

/**
 * Rows of a partition that lists names, ordered by the encoded name: those behind a name, up to another. No character
 * of an encoded name sorts before a blank, and `$` is next to `#`.
 */
export function namesQuery(partition: string, prefix: 'app' | 'host', after: string, upTo = ''): Query {
  return {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': text(partition),
      ':first': text(`${prefix}#${after} `),
      ':last': text(upTo === '' ? `${prefix}$` : `${prefix}#${upTo}`),
    },
  };
}

/** An app's streams of a status in the index, newest first, from just before a position on. */
export function statusQuery(app: string, status: string, before?: string): Query {
  const first = 'statusKey = :status';
  return {
    IndexName: STATUS_INDEX,
    ScanIndexForward: false,
    KeyConditionExpression: before === undefined ? first : `${first} AND statusPosition < :before`,
    ExpressionAttributeValues: {
      ':status': text(statusPartition(app, status)),
      ...(before !== undefined && { ':before': text(before) }),
    },
  };
}

/** The keys of all rows of a partition. */
export function partitionKeysQuery(partition: string): Query {
  return {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': text(partition) },
    ProjectionExpression: 'pk, sk',
  };
}
