import { text } from './attributes.ts';
import {
  beforeDayPositions,
  type DayClass,
  dayPartition,
  daySortKey,
  type HistoryRowClass,
  keyOf,
  STATUS_INDEX,
  statusPartition,
} from './row-keys.ts';
import type { Item, Query } from './table.ts';

/** Returns the query for a partition's rows of a class, newest first, starting just before a position. */
export function rowsQuery(partition: string, prefix: HistoryRowClass | 'event' | 'health', before?: string): Query {
  const pk = text(partition);
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ':prefix': text(`${prefix}#`) },
    ScanIndexForward: false,
    ...(before !== undefined && { ExclusiveStartKey: { pk, sk: text(`${prefix}#${before}`) } }),
  };
}

/**
 * Returns the query for rows of a partition that lists names, ordered by the encoded name: those behind a name, up to
 * another. No character of an encoded name sorts before a blank, and `$` is next to `#`.
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

/** Returns the query for an app's streams of a status in the index, newest first, starting just before a position. */
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

/** Returns the query for an app's streams of a status in the index behind a position, oldest first. */
export function statusAfterQuery(app: string, status: string, after: string): Query {
  return {
    IndexName: STATUS_INDEX,
    KeyConditionExpression: 'statusKey = :status AND statusPosition > :after',
    ExpressionAttributeValues: { ':status': text(statusPartition(app, status)), ':after': text(after) },
  };
}

/** A part of a day, in UTC: from a clock on, and before another one (ms since the epoch). */
export interface PartOfDay {
  readonly from: number;
  readonly to: number;
}

/** Returns the query for an app's events of a class within a part of a day in the index, newest first, starting just before a position. */
export function dayQuery(app: string, dayClass: DayClass, { from, to }: PartOfDay, before?: string): Query {
  return {
    IndexName: STATUS_INDEX,
    ScanIndexForward: false,
    KeyConditionExpression: 'statusKey = :day AND statusPosition BETWEEN :from AND :to',
    ExpressionAttributeValues: {
      ':day': text(dayPartition(app, from)),
      ':from': text(beforeDayPositions(dayClass, from)),
      ':to': text(before === undefined ? beforeDayPositions(dayClass, to) : justBefore(daySortKey(dayClass, before))),
    },
  };
}

/** Returns a text that sorts before another one, but behind each position before that: those are of ASCII below `~`. */
const justBefore = (end: string): string =>
  `${end.slice(0, -1)}${String.fromCharCode(end.charCodeAt(end.length - 1) - 1)}~`;

/** Returns the query for all rows of a partition, starting just after a row. */
export function partitionQuery(partition: string, after?: Item): Query {
  return {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': text(partition) },
    ...(after !== undefined && { ExclusiveStartKey: keyOf(after) }),
  };
}

/** Returns the query for the keys of all rows of a partition. */
export function partitionKeysQuery(partition: string): Query {
  return {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': text(partition) },
    ProjectionExpression: 'pk, sk',
  };
}
