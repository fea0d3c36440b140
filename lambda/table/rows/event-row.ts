import { textField } from '../../hook/field-values.ts';
import type { HookFields, StreamEvent } from '../../stream/event.ts';
import type { LwwRegister } from '../../stream/lww-register.ts';
import type { Recording, StreamError, WithAction } from '../../stream/values.ts';
import { hasAttribute, json, number, readJson, readNumber, readText, text } from '../attributes.ts';
import { rowsQuery } from '../queries.ts';
import { dayClassOf, rowClassOf } from '../row-class.ts';
import {
  appOfRow,
  dayPartition,
  daySortKey,
  encodedIdOf,
  parsePosition,
  positionOfRow,
  rowKey,
  streamPartition,
  toPosition,
} from '../row-keys.ts';
import { type Item, type Query, setIfExists, type Update } from '../table.ts';
import { historyExpiry, UNLISTED_MS } from './expiry.ts';

/** The key of an event's row: the same for every copy of the event. */
export const eventKey = (event: StreamEvent): Item =>
  rowKey(streamPartition(event.app, event.id), rowClassOf[event.class], positionOf(event));

const positionOf = ({ at, idempotencyKey, boundary }: StreamEvent): string =>
  toPosition(at, idempotencyKey, boundary === 'ended' ? 1 : 0);

/** The attributes that list an event in the index by day, if it does: without the setting `byDay` only errors. */
function dayAttributes(event: StreamEvent, byDay: boolean): Item {
  const dayClass = dayClassOf(event.class, event.isPlay);
  if (dayClass === undefined || !(byDay || dayClass === 'error')) return {};
  return {
    statusKey: text(dayPartition(event.app, event.at)),
    statusPosition: text(daySortKey(dayClass, positionOf(event))),
  };
}

/** The position of an event of the index among those of all apps and days, without its class. */
export function dayPositionOf(row: Item): string {
  const sortKey = readText(row, 'statusPosition');
  return sortKey.slice(sortKey.indexOf('#') + 1);
}

/**
 * The row of an event, which the index lists by day with the setting `byDay`. That of a recording outlives the history that
 * lists it: it is never deleted.
 */
export function toEventRow(event: StreamEvent, historyDays: number, byDay: boolean): Item {
  return {
    ...eventKey(event),
    ...dayAttributes(event, byDay),
    action: text(event.action),
    receivedAt: number(event.receivedAt),
    outcome: text(event.outcome),
    fields: json(event.fields),
    ...lifetimeOf(event, historyDays),
    ...(event.values.lastRecording && { recording: json(event.values.lastRecording) }),
    ...(event.values.lastError && { error: json(event.values.lastError) }),
    ...(event.track && { track: text(event.track.id), change: text(event.track.change) }),
  };
}

/** The attributes of a row's expiry. The rows that sessions are made of are stored for longer than they are listed. */
function lifetimeOf({ class: eventClass, receivedAt }: StreamEvent, historyDays: number): Item {
  const until = historyExpiry(receivedAt, historyDays);
  if (eventClass === 'recording') return { listedUntil: until };
  if (eventClass !== 'lifecycle' && eventClass !== 'presumedEnd') return { expiresAt: until };
  return { listedUntil: until, expiresAt: historyExpiry(receivedAt + UNLISTED_MS, historyDays) };
}

export function readEventRow(row: Item) {
  const { at, idempotencyKey } = parsePosition(positionOfRow(row));
  return {
    app: appOfRow(row),
    idempotencyKey,
    action: readText(row, 'action'),
    at,
    receivedAt: readNumber(row, 'receivedAt'),
    outcome: readText(row, 'outcome'),
    fields: readJson<HookFields>(row, 'fields'),
  };
}

/** Marks an event's row, unless it has expired: the state already knew better. */
export const markLate = (): Update => setIfExists('outcome', text('late'));

/** Returns the stream of an event's row. The key of a long id has only its hash: the hook's own fields have the id. */
export function readStreamOfRow(row: Item): { readonly app: string; readonly id: string } {
  const encodedId = encodedIdOf(row);
  const id = encodedId.startsWith('=') ? textField(readJson<HookFields>(row, 'fields'), 'id') : undefined;
  return { app: appOfRow(row), id: id ?? decodeURIComponent(encodedId) };
}

export const isErrorRow = (row: Item): boolean => hasAttribute(row, 'error');

export function readErrorRow(row: Item): LwwRegister<WithAction & StreamError> {
  return { value: readJson<WithAction & StreamError>(row, 'error'), at: parsePosition(positionOfRow(row)).at };
}

export function readRecordingRow(row: Item): LwwRegister<WithAction & Recording> {
  return { value: readJson<WithAction & Recording>(row, 'recording'), at: parsePosition(positionOfRow(row)).at };
}

export function recordingRowsQuery(app: string, id: string, before?: string): Query {
  return { ...rowsQuery(streamPartition(app, id), 'recording', before), ProjectionExpression: 'sk, recording' };
}

/** Returns the query for a stream's recordings from a clock (ms since the epoch) on, oldest first, starting just after a row. */
export function recordingRowsFromQuery(app: string, id: string, from: number, after?: Item): Query {
  const query = recordingRowsQuery(app, id, after === undefined ? toPosition(from, '') : positionOfRow(after));
  return { ...query, ScanIndexForward: true };
}

export function readTrackRow(row: Item) {
  const isAdded = readText(row, 'change') === 'added';
  return { id: readText(row, 'track'), isAdded, at: parsePosition(positionOfRow(row)).at };
}

export function trackRowsQuery(app: string, id: string, before?: string): Query {
  return {
    ...rowsQuery(streamPartition(app, id), 'track', before),
    ProjectionExpression: 'sk, expiresAt, track, #change',
    ExpressionAttributeNames: { '#change': 'change' }, // a reserved word
  };
}
