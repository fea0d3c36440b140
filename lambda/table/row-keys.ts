import { hash } from 'node:crypto';
import { encodeName } from '../stream/names.ts';
import type { CountedReason, Refusal } from '../stream/refusal.ts';
import { readText, text } from './attributes.ts';
import type { Item, Projection } from './table.ts';

/**
 * The index that lists streams by status, and the events of an app by day; `lib/` creates it under this name, which is older
 * than its second use (decision 23).
 */
export const STATUS_INDEX = 'byStatus';

/**
 * The classes of a stream's rows: forgetting a stream removes the rows of all of them. A new class is an entry here and one
 * in the test of forgetting.
 */
export const streamRowClasses = [
  'state',
  'lifecycle',
  'presumed',
  'recording',
  'track',
  'other',
  'health',
  'copy',
] as const;
export type StreamRowClass = (typeof streamRowClasses)[number];

/** The classes of a stream's history: each is stored together, newest last, and read without the others. */
export const historyRowClasses = [
  'lifecycle',
  'presumed',
  'recording',
  'track',
  'other',
] as const satisfies readonly StreamRowClass[];
export type HistoryRowClass = (typeof historyRowClasses)[number];

/** The classes of rows about an app, a media server, a body that could not be read, a token, or the sweeps. */
type OtherRowClass = 'event' | 'host' | 'app' | 'counts' | 'first' | 'hour' | 'token';

/** The prefix of a stream's partition, and of the sort key of what is expected of it. */
type StreamPrefix = 'stream';

/** A sort key: the class of the row, and its position within the class. */
type SortKey = 'state' | 'summary' | `${StreamRowClass | OtherRowClass | StreamPrefix}#${string}`;

const toKey = (pk: string, sk: SortKey): Item => ({ pk: text(pk), sk: text(sk) });

export const streamPartition = (app: string, id: string): `${StreamPrefix}#${string}` =>
  `stream#${encodeName(app)}#${encodeId(id)}`;
export const hostPartition = (app: string, host: string): string => `host#${encodeName(app)}#${encodeName(host)}`;
export const quarantinePartition = (app: string): string => `quarantine#${encodeName(app)}`;
export const hostsPartition = (app: string): string => `hosts#${encodeName(app)}`;
export const appsPartition = 'apps';
/** The partition of all expected streams. */
export const expectedPartition = 'expected';
export const sweepPartition = 'sweep';
/** The partition of the hours in which the hooks of tokens last came. */
export const tokenUsesPartition = 'tokenUses';
/** The partition of what the index by day covers. */
const coveragePartition = 'coverage';

/** The partition of the refusals of an app: of publishers and players that were not let in. */
export const refusalsPartition = (app: string): string => `${REFUSALS_PREFIX}${encodeName(app)}`;
/** The prefix of these partitions; `lib/` lets the authoriser write to no others but them and the list of apps. */
export const REFUSALS_PREFIX = 'refusals#';

export const stateKey = (app: string, id: string): Item => toKey(streamPartition(app, id), 'state');
/** The key of the state of a row's stream. */
export const stateKeyOfRow = (row: Item): Item => toKey(readText(row, 'pk'), 'state');
/** The row with the clock of the first copy of a hook whose clock is fast. */
export const firstCopyKey = (partition: string, idempotencyKey: string): Item =>
  toKey(partition, `copy#${idempotencyKey}`);
export const rowKey = (partition: string, rowClass: HistoryRowClass | 'event' | 'first', position: string): Item =>
  toKey(partition, `${rowClass}#${position}`);
export const sampleKey = (app: string, id: string, at: number): Item =>
  toKey(streamPartition(app, id), toSampleSortKey(at));
export const hostKey = (app: string, host: string): Item => toKey(hostsPartition(app), `host#${encodeName(host)}`);
/** The row that counts the refusals of a stream, or of questions without an id, for one reason in the minute that begins at a time (ms since the epoch). */
export const refusalKey = (refusal: Omit<Refusal, 'at'>, minute: number): Item =>
  toRefusalKey(refusal, minute, refusal.id === null ? '' : encodeId(refusal.id));
/** The row that counts those beyond the limit of rows in the hour that begins at a time (ms since the epoch). */
export const furtherRefusalsKey = (refusal: Omit<Refusal, 'at'>, hour: number): Item =>
  toRefusalKey(refusal, hour, FURTHER_REFUSALS);
/** Stands in the place of an id: none is encoded like this, and a hash is longer. */
export const FURTHER_REFUSALS = '=further';

const toRefusalKey = ({ app, use, reason }: Omit<Refusal, 'at'>, from: number, id: string): Item =>
  toKey(refusalsPartition(app), `event#${padClock(from)}#${use}#${reason}#${id}`);
/** The row that counts how many such rows an app has for a reason in the hour that begins at a time (ms since the epoch). */
export const refusalRowsKey = (app: string, reason: CountedReason, hour: number): Item =>
  toKey(refusalsPartition(app), `hour#${padClock(hour)}#${reason}`);
export const appKey = (app: string): Item => toKey(appsPartition, `app#${encodeName(app)}`);

/** The row of an expected stream, whether or not the stream was ever seen. */
export const expectedKey = (app: string, id: string): Item => toKey(expectedPartition, streamPartition(app, id));
/** The row with the hour in which the hooks of a token, by its hash, last came. */
export const tokenUseKey = (hash: string): Item => toKey(tokenUsesPartition, `token#${hash}`);
export const sweepSummaryKey = (): Item => toKey(sweepPartition, 'summary');
export const coverageKey = (): Item => toKey(coveragePartition, 'summary');
/** The row with a part of the counts of a sweep that do not fit into its summary; parts count from 1. */
export const sweepCountsKey = (part: number): Item => toKey(sweepPartition, `counts#${String(part).padStart(4, '0')}`);

/** The partition of the index that lists an app's streams of a status. */
export const statusPartition = (app: string, status: string): string => `${encodeName(app)}#${status}`;

/**
 * The classes of the events that the index lists by day, each by itself. Errors are always listed: they say which streams are
 * failing. The other classes are listed with the setting `byDay`.
 */
export const dayClasses = ['lifecycle', 'presumed', 'recording', 'error', 'other'] as const;
export type DayClass = (typeof dayClasses)[number];

/** The partition of the index that lists an app's events of the day, in UTC, of a clock (ms since the epoch). */
export const dayPartition = (app: string, at: number): string => `${encodeName(app)}#${dayOf(at)}`;

/** Returns the day, in UTC, of a clock (ms since the epoch), such as `2026-11-25`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The position of an event among those of its app and day: by class, then as in its stream. */
export const daySortKey = (dayClass: DayClass, position: string): string => `${dayClass}#${position}`;

/** Sorts before each position in the index of an event at a clock (ms since the epoch) or a later one, and behind all others. */
export const beforeDayPositions = (dayClass: DayClass, at: number): string => daySortKey(dayClass, padClock(at));

/** The sort key of a stream's health sample of the same minute as a clock: there is one a minute. */
const toSampleSortKey = (at: number): SortKey => `health#${padClock(startOfMinute(at))}`;

/** Returns the first ms of the minute of a clock (ms since the epoch). */
export const startOfMinute = (at: number): number => at - (at % 60_000);

/** Returns the first ms of the hour, in UTC, of a clock (ms since the epoch). */
export const startOfHour = (at: number): number => at - (at % 3_600_000);

/** The position of a row in time: by clock, then by rank, then by idempotency key. */
export function toPosition(at: number, idempotencyKey: string, rank: 0 | 1 = 0): string {
  return `${padClock(at)}#${rank}#${idempotencyKey}`;
}

/** The position of a stream among those of its status, over all apps. */
export function statusSortKey(at: number, app: string, id: string): string {
  return `${padClock(at)}#${encodeName(app)}#${encodeId(id)}`;
}

/** Sorts before each position in the index of a clock (ms since the epoch) or a later one, and behind all others. */
export const beforeStatusPositions = (at: number): string => padClock(at);

/** A longer id would not fit the index beside an app of 400 bytes: a sort key in DynamoDB has at most 1 024. */
const MAX_ENCODED_ID_LENGTH = 600;

/** Encodes a stream's id for a key; one that would not fit becomes a hash, after a sign that no encoding yields. */
function encodeId(id: string): string {
  const name = encodeName(id);
  return name.length <= MAX_ENCODED_ID_LENGTH ? name : `=${hash('sha256', name, 'base64url')}`;
}

/** Parses a position: the clock (ms since the epoch), the rank and the idempotency key. */
export function parsePosition(position: string): { at: number; rank: 0 | 1; idempotencyKey: string } {
  const [at, rank, idempotencyKey = ''] = position.split('#');
  return { at: Number(at), rank: rank === '1' ? 1 : 0, idempotencyKey };
}

/** Reads only the key of a row. */
export const keyProjection: Projection = { ProjectionExpression: 'pk, sk' };

/** The key of a row, without its other attributes. */
export const keyOf = ({ pk = text(''), sk = text('') }: Item): Item => ({ pk, sk });

/** A text that only this row's key has. */
export const keyText = (row: Item): string => `${readText(row, 'pk')} ${readText(row, 'sk')}`;

/** The sort key of a row: its class, and its position within the class. */
export const sortKeyOf = (row: Item): string => readText(row, 'sk');

/** The class of a row: its sort key up to the position. */
export const classOfRow = (row: Item): string => readText(row, 'sk').split('#', 1)[0] ?? '';

/** The position of a row: its sort key without the class. */
export function positionOfRow(row: Item): string {
  const sk = readText(row, 'sk');
  return sk.slice(sk.indexOf('#') + 1);
}

/** The partition of a stream's row. */
export const streamPartitionOf = (row: Item): string => readText(row, 'pk');
/** The app of a row, from its partition, as the key has it. */
export const encodedAppOf = (row: Item): string => readText(row, 'pk').split('#')[1] ?? '';
/** The id of a stream's row, encoded, or a hash of it where it is long; the host of a media server's row. */
export const encodedIdOf = (row: Item): string => readText(row, 'pk').split('#')[2] ?? '';
/** Whether a row is in the partition of a media server. */
export const isHostRow = (row: Item): boolean => readText(row, 'pk').startsWith('host#');
export const appOfRow = (row: Item): string => decodeURIComponent(encodedAppOf(row));

/** Pads a clock so that it sorts as text like the number, until the year 33658. */
function padClock(at: number): string {
  return String(at).padStart(15, '0');
}
