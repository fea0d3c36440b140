import type { Announcement } from './announcement.ts';

/** EventBridge's maximum for one request. */
const MAX_ENTRIES = 10;
/** EventBridge takes 1 MB for one request; the fields around the details take the rest. */
const MAX_BATCH_BYTES = 1_000_000;
/** A bound on what an entry takes besides its detail, in bytes. */
const ENVELOPE_BYTES = 2_000;

/**
 * Splits announcements into batches for one request each, in order. A batch has one announcement of a stream at most: so what
 * is refused is tried again before anything later of its stream is sent.
 */
export function toBatches(announcements: readonly Announcement[]): Announcement[][] {
  const batches: Announcement[][] = [];
  let streams = new Set<string>();
  let bytes = 0;
  for (const announcement of announcements) {
    const size = Buffer.byteLength(JSON.stringify(announcement.detail)) + ENVELOPE_BYTES;
    const stream = streamKeyOf(announcement);
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === MAX_ENTRIES || bytes + size > MAX_BATCH_BYTES || streams.has(stream)) {
      batches.push([announcement]);
      [streams, bytes] = [new Set([stream]), size];
    } else {
      batch.push(announcement);
      streams.add(stream);
      bytes += size;
    }
  }
  return batches;
}

/** Announcements of a media server have no order. */
const streamKeyOf = ({ detail }: Announcement): string =>
  JSON.stringify(detail.id === null ? detail.eventId : [detail.app, detail.id]);
