import type { ServerEvent, StreamEvent, Unreadable } from '../stream/event.ts';
import { byClock, countSure, type Edge } from '../stream/session-times.ts';
import {
  hostPartition,
  positionOf,
  quarantinePartition,
  type RowClass,
  readPosition,
  rowKey,
  streamPartition,
} from './keys.ts';
import type { Item, Query, Table } from './table.ts';

export const DAY_MS = 86_400_000;

const rowClassOf = {
  lifecycle: 'lifecycle',
  recording: 'recording',
  track: 'track',
  heartbeat: 'other',
  error: 'other',
  activity: 'other',
} as const satisfies Record<StreamEvent['class'], RowClass>;

/** Where an event's row lies: the same for every copy of it. */
export function eventKey(event: StreamEvent): Item {
  const position = positionOf(event.at, event.identity, event.edge === 'ended' ? 1 : 0);
  return rowKey(streamPartition(event.app, event.id), rowClassOf[event.class], position);
}

/** An event's row. A recording outlives the history that lists it: its row is never deleted. */
export function eventItem(event: StreamEvent, historyDays: number): Item {
  const until = { N: expiry(event.receivedAt, historyDays) };
  return {
    ...eventKey(event),
    action: { S: event.action },
    receivedAt: { N: String(event.receivedAt) },
    outcome: { S: event.outcome },
    fields: { S: JSON.stringify(event.fields) },
    ...(event.class === 'recording' ? { listedUntil: until } : { expiresAt: until }),
    ...(event.values.lastRecording && { recording: { S: JSON.stringify(event.values.lastRecording) } }),
    ...(event.track && { track: { S: event.track.id }, change: { S: event.track.change } }),
  };
}

/** The row of what a media server told of itself. */
export function serverItem(event: ServerEvent, historyDays: number): Item {
  return {
    ...rowKey(hostPartition(event.app, event.host), 'event', positionOf(event.at, event.identity)),
    kind: { S: event.kind },
    receivedAt: { N: String(event.receivedAt) },
    fields: { S: JSON.stringify(event.fields) },
    expiresAt: { N: expiry(event.receivedAt, historyDays) },
  };
}

/** The row of a body that could not be read. */
export function quarantineItem(hook: Unreadable, historyDays: number): Item {
  return {
    ...rowKey(quarantinePartition(hook.app), 'event', positionOf(hook.receivedAt, hook.identity)),
    app: { S: hook.app },
    identityOfBytes: { S: hook.identityOfBytes },
    receivedAt: { N: String(hook.receivedAt) },
    reason: { S: hook.reason },
    body: { S: hook.body },
    ...(hook.address !== undefined && { address: { S: hook.address } }),
    expiresAt: { N: expiry(hook.receivedAt, historyDays) },
  };
}

/** When DynamoDB may delete what was received then: in seconds since the epoch, as its time to live counts. */
export function expiry(receivedAt: number, historyDays: number): string {
  return String(Math.ceil((receivedAt + historyDays * DAY_MS) / 1000));
}

/** For how many days what was received then is kept, by its `expiry`. */
export function daysUntil(expiry: string, receivedAt: number): number {
  return Math.floor((Number(expiry) * 1000 - receivedAt) / DAY_MS);
}

/** Rows of a partition whose sort keys begin so, newest first, from just before a position on. */
export function rowsQuery(partition: string, prefix: RowClass | 'event' | 'health', before?: string): Query {
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': { S: partition }, ':prefix': { S: `${prefix}#` } },
    ScanIndexForward: false,
    ...(before !== undefined && { ExclusiveStartKey: { pk: { S: partition }, sk: { S: `${prefix}#${before}` } } }),
  };
}

/** A row is deleted some time after its day: until then it is there, but no longer told. */
export function isListed(row: Item, now: number): boolean {
  const until = row.expiresAt?.N ?? row.listedUntil?.N;
  return until === undefined || Number(until) * 1000 > now;
}

/** How many rows a fold reads: most need two, and as many as the first are read for one unit. Further back it never looks. */
const FOLD_PAGES = [8, 500];

/**
 * As many of a stream's edges, newest first, as tell its newest session for sure, together with those that its state knows;
 * in a longer run of ends within 10 s of each other the oldest that is read counts as the stream's first.
 */
export async function edgesForFold(table: Table, app: string, id: string, known: readonly Edge[]): Promise<Edge[]> {
  const edges: Edge[] = [];
  let before: string | undefined;
  for (const Limit of FOLD_PAGES) {
    const page = await table.query({ ...edgesQuery(app, id, before), Limit });
    const positions = page.items.map(rowPosition);
    edges.push(...positions.map(edgeAt));
    before = positions.at(-1);
    if (!page.more || countSure(withKnown(edges, known)) > 0) break;
  }
  return edges;
}

/** Edges, newest first, with the known ones among them: one that is known may stand in a gap that would settle a session. */
function withKnown(edges: readonly Edge[], known: readonly Edge[]): Edge[] {
  const oldest = edges.at(-1);
  const among = known.filter((one) => oldest !== undefined && byClock(one, oldest) > 0);
  return [...edges, ...among].sort((a, b) => byClock(b, a));
}

/** The rows of a stream's edges, newest first: their keys alone, which tell all. */
export function edgesQuery(app: string, id: string, before?: string): Query {
  return {
    ...rowsQuery(streamPartition(app, id), 'lifecycle', before),
    ProjectionExpression: 'sk, expiresAt',
    ConsistentRead: true,
  };
}

/** The edge whose row stands at this position. */
export function edgeAt(position: string): Edge {
  const { at, rank } = readPosition(position);
  return { edge: rank === 1 ? 'ended' : 'started', at };
}

/** The position of a row: its sort key without the class. */
export function rowPosition(row: Item): string {
  const sk = row.sk?.S ?? '';
  return sk.slice(sk.indexOf('#') + 1);
}
