import { hash } from 'node:crypto';
import { encodeName } from '../stream/names.ts';
import type { Item } from './table.ts';

/** The index that lists streams by status: `lib/` creates it under this name. */
export const STATUS_INDEX = 'byStatus';

/**
 * Every class of row that tells of one stream: where one is forgotten, the rows of all of these go. A new class is an entry
 * here and one in the test of forgetting.
 */
export const streamRowClasses = ['state', 'lifecycle', 'recording', 'track', 'other', 'health', 'copy'] as const;
export type StreamRowClass = (typeof streamRowClasses)[number];

/** The classes of a stream's history: rows of one lie together, newest last, so that each is read without the others. */
export const rowClasses = ['lifecycle', 'recording', 'track', 'other'] as const satisfies readonly StreamRowClass[];
export type RowClass = (typeof rowClasses)[number];

/** The classes whose rows tell of an app, a media server, or a body that could not be read. */
type OtherRowClass = 'event' | 'host' | 'app';

/** A sort key: the class of the row, and where it stands among the others of its class. */
type SortKey = 'state' | `${StreamRowClass | OtherRowClass}#${string}`;

const toKey = (pk: string, sk: SortKey): Item => ({ pk: { S: pk }, sk: { S: sk } });

export const streamPartition = (app: string, id: string): string => `stream#${encodeName(app)}#${encodeId(id)}`;
export const hostPartition = (app: string, host: string): string => `host#${encodeName(app)}#${encodeName(host)}`;
export const quarantinePartition = (app: string): string => `quarantine#${encodeName(app)}`;
export const hostsPartition = (app: string): string => `hosts#${encodeName(app)}`;
export const appsPartition = 'apps';

export const stateKey = (app: string, id: string): Item => toKey(streamPartition(app, id), 'state');
/** The row that tells when the first copy of a hook with a fast clock was received. */
export const firstCopyKey = (partition: string, identity: string): Item => toKey(partition, `copy#${identity}`);
export const rowKey = (partition: string, rowClass: RowClass | 'event', position: string): Item =>
  toKey(partition, `${rowClass}#${position}`);
export const sampleKey = (app: string, id: string, at: number): Item =>
  toKey(streamPartition(app, id), toSampleSortKey(at));
export const hostKey = (app: string, host: string): Item => toKey(hostsPartition(app), `host#${encodeName(host)}`);
export const appKey = (app: string): Item => toKey(appsPartition, `app#${encodeName(app)}`);

/** The partition of the index that lists an app's streams of a status. */
export const statusPartition = (app: string, status: string): string => `${encodeName(app)}#${status}`;

/** Where the sample of a stream's health stands that is of the same minute as a clock: there is one a minute. */
const toSampleSortKey = (at: number): SortKey => `health#${padClock(startOfMinute(at))}`;

/** The first ms of the minute that a clock (ms since the epoch) is in. */
export const startOfMinute = (at: number): number => at - (at % 60_000);

/** Where a row stands in time: by clock, and at the same clock by rank, then by identity. */
export function toPosition(at: number, identity: string, rank: 0 | 1 = 0): string {
  return `${padClock(at)}#${rank}#${identity}`;
}

/** Where a stream stands among those of its status, over all apps. */
export function statusSortKey(at: number, app: string, id: string): string {
  return `${padClock(at)}#${encodeName(app)}#${encodeId(id)}`;
}

/** A longer id, encoded, would not fit the index beside an app of 400 bytes: DynamoDB takes 1 024 in a sort key. */
const MAX_ENCODED_ID_LENGTH = 600;

/** A stream's id as a key has it; of one that would not fit a hash, behind a sign that no encoding yields. */
function encodeId(id: string): string {
  const text = encodeName(id);
  return text.length <= MAX_ENCODED_ID_LENGTH ? text : `=${hash('sha256', text, 'base64url')}`;
}

/** What a position tells: the clock (ms since the epoch), the rank and the identity. */
export function parsePosition(position: string): { at: number; rank: 0 | 1; identity: string } {
  const [at, rank, identity = ''] = position.split('#');
  return { at: Number(at), rank: rank === '1' ? 1 : 0, identity };
}

/** The app whose partition it is. */
export function appOfPartition(partition: string): string {
  return decodeURIComponent(partition.split('#')[1] ?? '');
}

/** Sorts as text as the number does: good until the year 33658. */
function padClock(at: number): string {
  return String(at).padStart(15, '0');
}
