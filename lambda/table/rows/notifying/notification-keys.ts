import { hash } from 'node:crypto';
import type { Announcement } from '../../../announcing/announcement.ts';
import { text } from '../../attributes.ts';
import type { Item } from '../../table.ts';

// The keys of the notifications table. A recipient's name has no `#`.

const toKey = (pk: string, sk: string): Item => ({ pk: text(pk), sk: text(sk) });

/** The partition with the announcements that a recipient has yet to be told of, oldest first. */
export const pendingPartition = (name: string): string => `pending#${name}`;
/** The partition with what a recipient did not accept within a day. */
export const deadPartition = (name: string): string => `dead#${name}`;
/** The partition with what is remembered of streams for a recipient, and of what it was told. */
export const memoryPartition = (name: string): string => `memory#${name}`;
export const testsPartition = 'tests';

export const pendingKey = (name: string, position: string): Item => toKey(pendingPartition(name), position);
export const deadKey = (name: string, position: string): Item => toKey(deadPartition(name), position);
export const memoryKey = (name: string, streamKey: string): Item =>
  toKey(memoryPartition(name), shortenStreamKey(streamKey));
/** The key of an announcement that was told; no key of a stream begins with its sign. */
export const toldKey = (name: string, eventId: string): Item => toKey(memoryPartition(name), `#${eventId}`);
export const workerKey = (name: string): Item => toKey(`worker#${name}`, 'worker');
export const testKey = (id: string): Item => toKey(testsPartition, id);

/** The position of an announcement in a partition: by time, then by sequence; copies of it have the same. */
export function toOutboxPosition({ time, detail }: Announcement): string {
  const sequence = 'sequence' in detail ? detail.sequence : 0;
  return `${new Date(time).toISOString()}#${String(sequence).padStart(16, '0')}#${detail.eventId}`;
}

/** In bytes; a sort key has at most 1 024. */
const MAX_STREAM_KEY_BYTES = 900;

/** A longer key of a stream becomes a hash, after a sign that no JSON begins with. */
const shortenStreamKey = (key: string): string =>
  Buffer.byteLength(key) <= MAX_STREAM_KEY_BYTES ? key : `=${hash('sha256', key, 'base64url')}`;
