import { cutJson } from '../hook/cut.ts';
import { toDescriptionJson } from '../reading/stream-json.ts';
import type { Registers } from '../stream/state.ts';
import type { Json } from '../stream/values.ts';
import { type AnnouncedStream, MAX_DETAIL_BYTES } from './announcement.ts';

export const unknownStream: AnnouncedStream = {
  name: null,
  category: null,
  metadata: null,
  room: null,
  subscriberId: null,
};

/** Returns what an announcement says of a stream. */
export const toAnnouncedStream = (registers: Registers): AnnouncedStream =>
  toDescriptionJson(registers) as AnnouncedStream; // its metadata is an object, a text or null: nothing else is stored

/** Returns a detail that fits an announcement: its metadata is cut, with a mark. All else together always fits. */
export function fitDetail<T extends { readonly stream: AnnouncedStream }>(detail: T): T {
  const bytes = Buffer.byteLength(JSON.stringify(detail));
  if (bytes <= MAX_DETAIL_BYTES) return detail;
  const metadata = detail.stream.metadata as Json; // it was JSON in a hook
  const without = bytes - Buffer.byteLength(JSON.stringify(metadata));
  return { ...detail, stream: { ...detail.stream, metadata: cutJson(metadata, MAX_DETAIL_BYTES - without) } };
}
