import type { HookFields, ServerEvent, ServerKind } from '../../stream/event.ts';
import { json, number, readJson, readNumber, readText, text } from '../attributes.ts';
import {
  appOfRow,
  encodedAppOf,
  encodedIdOf,
  hostKey,
  hostPartition,
  parsePosition,
  positionOfRow,
  rowKey,
  toPosition,
} from '../row-keys.ts';
import type { Item } from '../table.ts';
import { historyExpiry } from './expiry.ts';

/** The row of an event of a whole media server. */
export function toServerEventRow(event: ServerEvent, historyDays: number): Item {
  return {
    ...rowKey(hostPartition(event.app, event.host), 'event', toPosition(event.at, event.idempotencyKey)),
    kind: text(event.kind),
    receivedAt: number(event.receivedAt),
    fields: json(event.fields),
    expiresAt: historyExpiry(event.receivedAt, historyDays),
  };
}

export function readServerEventRow(row: Item) {
  return {
    kind: readText(row, 'kind') as ServerKind, // as toServerEventRow wrote it
    at: parsePosition(positionOfRow(row)).at,
    receivedAt: readNumber(row, 'receivedAt'),
    fields: readJson<HookFields>(row, 'fields'),
  };
}

/** Returns the media server of the row of its event. */
export const readServerOfRow = (row: Item): { readonly app: string; readonly host: string } => ({
  app: appOfRow(row),
  host: decodeURIComponent(encodedIdOf(row)),
});

/** The row that lists a media server, as long as its last event is stored. */
export function toHostRow({ app, host, receivedAt }: ServerEvent, historyDays: number): Item {
  return { ...hostKey(app, host), host: text(host), expiresAt: historyExpiry(receivedAt, historyDays) };
}

export function readHostRow(row: Item) {
  return { app: appOfRow(row), host: readText(row, 'host') };
}

/** The position of a host in the list of all servers: its app and host, encoded. */
export const hostPositionOf = (row: Item): string => `${encodedAppOf(row)}#${positionOfRow(row)}`;
