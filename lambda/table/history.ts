import type { ServerEvent, StreamEvent, UnreadableHook } from '../stream/event.ts';
import { type Boundary, byClock, countSettled } from '../stream/session-times.ts';
import {
  hostPartition,
  parsePosition,
  quarantinePartition,
  type RowClass,
  rowKey,
  streamPartition,
  toPosition,
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
  const position = toPosition(event.at, event.idempotencyKey, event.edge === 'ended' ? 1 : 0);
  return rowKey(streamPartition(event.app, event.id), rowClassOf[event.class], position);
}

/** An event's row. A recording outlives the history that lists it: its row is never deleted. */
export function toEventRow(event: StreamEvent, historyDays: number): Item {
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
export function toServerEventRow(event: ServerEvent, historyDays: number): Item {
  return {
    ...rowKey(hostPartition(event.app, event.host), 'event', toPosition(event.at, event.idempotencyKey)),
    kind: { S: event.kind },
    receivedAt: { N: String(event.receivedAt) },
    fields: { S: JSON.stringify(event.fields) },
    expiresAt: { N: expiry(event.receivedAt, historyDays) },
  };
}

/** The row of a body that could not be read. */
export function toQuarantineRow(hook: UnreadableHook, historyDays: number): Item {
  return {
    ...rowKey(quarantinePartition(hook.app), 'event', toPosition(hook.receivedAt, hook.idempotencyKey)),
    app: { S: hook.app },
    identityOfBytes: { S: hook.idempotencyKeyOfBytes },
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
export function retentionDays(expiry: string, receivedAt: number): number {
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
export function isUnexpired(row: Item, now: number): boolean {
  const until = row.expiresAt?.N ?? row.listedUntil?.N;
  return until === undefined || Number(until) * 1000 > now;
}

/** How many rows a fold reads: most need two, and as many as the first are read for one unit. Further back it never looks. */
const FOLD_PAGE_LIMITS = [8, 500];

/**
 * As many of a stream's edges, newest first, as tell its newest session for sure, together with those that its state knows;
 * in a longer run of ends within 10 s of each other the oldest that is read counts as the stream's first.
 */
export async function readBoundariesForFold(
  table: Table,
  app: string,
  id: string,
  known: readonly Boundary[],
): Promise<Boundary[]> {
  const boundaries: Boundary[] = [];
  let before: string | undefined;
  for (const Limit of FOLD_PAGE_LIMITS) {
    const page = await table.query({ ...boundariesQuery(app, id, before), Limit });
    const positions = page.items.map(positionOfRow);
    boundaries.push(...positions.map(boundaryAt));
    before = positions.at(-1);
    if (!page.more || countSettled(mergeKnown(boundaries, known)) > 0) break;
  }
  return boundaries;
}

/** Edges, newest first, with the known ones among them: one that is known may stand in a gap that would settle a session. */
function mergeKnown(boundaries: readonly Boundary[], known: readonly Boundary[]): Boundary[] {
  const oldest = boundaries.at(-1);
  const among = known.filter((one) => oldest !== undefined && byClock(one, oldest) > 0);
  return [...boundaries, ...among].sort((a, b) => byClock(b, a));
}

/** The rows of a stream's edges, newest first: their keys alone, which tell all. */
export function boundariesQuery(app: string, id: string, before?: string): Query {
  return {
    ...rowsQuery(streamPartition(app, id), 'lifecycle', before),
    ProjectionExpression: 'sk, expiresAt',
    ConsistentRead: true,
  };
}

/** The edge whose row stands at this position. */
export function boundaryAt(position: string): Boundary {
  const { at, rank } = parsePosition(position);
  return { edge: rank === 1 ? 'ended' : 'started', at };
}

/** The position of a row: its sort key without the class. */
export function positionOfRow(row: Item): string {
  const sk = row.sk?.S ?? '';
  return sk.slice(sk.indexOf('#') + 1);
}
