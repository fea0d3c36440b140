import { hash } from 'node:crypto';
import { PRESUMED_END_KEY, type PresumedEnd, presumedEndEvent } from '../../stream/presumed-end.ts';
import type { StoredPresumedEnd } from '../../stream/presumed-sessions.ts';
import { boolean, number, readBoolean, readText, text } from '../attributes.ts';
import { rowsQuery } from '../queries.ts';
import { daySortKey, parsePosition, positionOfRow, rowKey, streamPartition, toPosition } from '../row-keys.ts';
import type { Item, Query } from '../table.ts';
import { toEventRow } from './event-row.ts';

/** The key of the row of a presumed end at a clock (ms since the epoch). */
export const presumedEndKey = (app: string, id: string, at: number): Item =>
  rowKey(streamPartition(app, id), 'presumed', toPosition(at, PRESUMED_END_KEY));

/** The row of a presumed end: an event of the history, which also says whether its clock is that of a heartbeat, and keeps the start of a long session. */
export function toPresumedEndRow(end: PresumedEnd, historyDays: number, byDay: boolean): Item {
  const isHeartbeat = end.isHeartbeat ?? end.cause === 'silence';
  return {
    ...toEventRow(presumedEndEvent(end), historyDays, byDay),
    ...(byDay && {
      statusPosition: text(daySortKey('presumed', presumedDayPosition(streamPartition(end.app, end.id), end.at))),
    }),
    isHeartbeat: boolean(isHeartbeat),
    ...(end.opened !== undefined && { opened: number(end.opened) }),
  };
}

/** Returns the position of a presumed end at a clock (ms since the epoch) over all streams. Each has the same idempotency key: a hash of the stream takes its place. */
export const presumedDayPosition = (partition: string, at: number): string =>
  toPosition(at, hash('sha256', partition, 'base64url'));

export function readPresumedEndRow(row: Item): StoredPresumedEnd {
  return {
    at: parsePosition(positionOfRow(row)).at,
    isHeartbeat: readBoolean(row, 'isHeartbeat'),
    isContradicted: readText(row, 'outcome') === 'late',
  };
}

/** Returns the query for the presumed ends of a stream, newest first. */
export function presumedEndRowsQuery(app: string, id: string, before?: string): Query {
  return {
    ...rowsQuery(streamPartition(app, id), 'presumed', before),
    ProjectionExpression: 'sk, expiresAt, listedUntil, outcome, isHeartbeat, opened',
    ConsistentRead: true,
  };
}
