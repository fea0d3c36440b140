import type { Announcement } from '../../announcing/announcement.ts';
import { groupBy } from '../../group-by.ts';
import type { Pending } from '../notification.ts';

/** Returns the key of the stream of an announcement; of a media server's alarm that of its app. */
export const streamKeyOf = ({ detail: { app, id } }: Announcement): string => JSON.stringify([app, id]);

/** Returns the sequence of an announcement; null where its type has none. */
export const sequenceOf = ({ detail }: Announcement): number | null => ('sequence' in detail ? detail.sequence : null);

/** Groups entries by stream, those of each in the order in which they are told. */
export function toStreams<P extends Pending>(pending: readonly P[]): Map<string, P[]> {
  const streams = groupBy(pending, ({ announcement }) => streamKeyOf(announcement));
  for (const [key, entries] of streams) streams.set(key, sortStream(entries));
  return streams;
}

/**
 * Sorts the entries of a stream: those with a sequence by it, the others by the time of their envelope, then as they are given.
 * The two are merged: an entry without a sequence goes before the first one with a sequence that is later.
 */
function sortStream<P extends Pending>(entries: readonly P[]): P[] {
  const sequenced = entries.filter(({ announcement }) => sequenceOf(announcement) !== null);
  const others = entries.filter(({ announcement }) => sequenceOf(announcement) === null);
  sequenced.sort((a, b) => (sequenceOf(a.announcement) ?? 0) - (sequenceOf(b.announcement) ?? 0));
  others.sort((a, b) => timeOf(a) - timeOf(b));
  const merged: P[] = [];
  for (const entry of sequenced) {
    while (others[0] !== undefined && timeOf(others[0]) < timeOf(entry)) merged.push(...others.splice(0, 1));
    merged.push(entry);
  }
  return [...merged, ...others];
}

/** When it was stored, in ms since the epoch. */
export const timeOf = ({ announcement }: Pending): number => Date.parse(announcement.time);
