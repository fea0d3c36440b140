import { dayClassOfAction } from '../action-class.ts';
import { hasAttribute, number, readNumber, readText, text } from '../attributes.ts';
import { ExpressionBuilder } from '../expression-builder.ts';
import {
  appOfRow,
  classOfRow,
  type DayClass,
  dayPartition,
  daySortKey,
  parsePosition,
  positionOfRow,
  streamPartitionOf,
} from '../row-keys.ts';
import type { Item, Update } from '../table.ts';
import { UNLISTED_MS } from './expiry.ts';
import { presumedDayPosition } from './presumed-end-row.ts';

/** Selects the rows of the streams' histories, with what decides whether the index by day lists them. */
export const historyFilter = {
  FilterExpression: 'begins_with(pk, :stream) AND attribute_exists(outcome)',
  ProjectionExpression: 'pk, sk, #action, receivedAt, expiresAt, listedUntil, statusKey',
  ExpressionAttributeNames: { '#action': 'action' }, // a reserved word
  ExpressionAttributeValues: { ':stream': text('stream#') },
};

/**
 * Returns the update that lists a row of the history in the index by day, as the recorder would have written it; undefined
 * for one that is listed already, and for heartbeats, plays and tracks, which are not. Refused when the row has been deleted.
 */
export function indexingUpdate(row: Item): Update | undefined {
  const dayClass = hasAttribute(row, 'statusKey') ? undefined : dayClassOfRow(row);
  if (dayClass === undefined) return undefined;
  const attributes = {
    statusKey: text(dayPartition(appOfRow(row), parsePosition(positionOfRow(row)).at)),
    statusPosition: text(daySortKey(dayClass, dayPositionFor(row, dayClass))),
    ...lifetimeFor(row, dayClass),
  };
  return new ExpressionBuilder().buildUpdate({ attributes, conditions: ['attribute_exists(pk)'] });
}

/** The class in the index of a row that has the class which the recorder would store it in. */
function dayClassOfRow(row: Item): DayClass | undefined {
  const dayClass = dayClassOfAction(readText(row, 'action'));
  return classOfRow(row) === (dayClass === 'error' ? 'other' : dayClass) ? dayClass : undefined;
}

function dayPositionFor(row: Item, dayClass: DayClass): string {
  const position = positionOfRow(row);
  if (dayClass !== 'presumed') return position;
  return presumedDayPosition(streamPartitionOf(row), parsePosition(position).at);
}

/** An older release stored the rows that sessions are made of for as long as it listed them. */
function lifetimeFor(row: Item, dayClass: DayClass): Item {
  const until = readNumber(row, 'expiresAt');
  const isOfSession = dayClass === 'lifecycle' || dayClass === 'presumed';
  if (!isOfSession || until === null || hasAttribute(row, 'listedUntil')) return {};
  return { listedUntil: number(until), expiresAt: number(until + UNLISTED_MS / 1000) };
}

/** When a row of the history was received, in ms since the epoch. */
export const receiptOf = (row: Item): number => readNumber(row, 'receivedAt') ?? 0;
