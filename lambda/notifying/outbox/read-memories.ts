import { mapConcurrently } from '../../map-concurrently.ts';
import { BATCH_SIZE, getAll } from '../../table/get-all.ts';
import { readMemoryRow } from '../../table/rows/notifying/memory-row.ts';
import { memoryKey, toldKey } from '../../table/rows/notifying/notification-keys.ts';
import { isToldRow, readToldRow } from '../../table/rows/notifying/told-row.ts';
import type { Item, Table } from '../../table/table.ts';
import type { Pending, StreamMemory } from '../notification.ts';
import { sequenceOf, streamKeyOf } from '../planning/stream-order.ts';

/** What is remembered of the streams of some entries, by their keys, and of the entries without a sequence. */
export interface Memories {
  readonly streams: ReadonlyMap<string, StreamMemory>;
  /** The ids of announcements that were told, of those that have no sequence. */
  readonly told: ReadonlySet<string>;
}

/** Batches that are read at once. */
const AT_ONCE = 8;

/** Reads what is remembered for a recipient, consistently. */
export async function readMemories(table: Table, name: string, entries: readonly Pending[]): Promise<Memories> {
  const announcements = entries.map(({ announcement }) => announcement);
  const streams = [...new Set(announcements.map(streamKeyOf))].map((key) => memoryKey(name, key));
  const facts = announcements.filter((one) => sequenceOf(one) === null).map(({ detail }) => detail.eventId);
  const told = [...new Set(facts)].map((eventId) => toldKey(name, eventId));
  const batches = toBatches([...streams, ...told]);
  const rows = (await mapConcurrently(batches, AT_ONCE, (batch) => getAll(table, batch, undefined, true))).flat();
  return {
    streams: new Map(rows.filter((row) => !isToldRow(row)).map(readMemoryRow)),
    told: new Set(rows.filter(isToldRow).map(readToldRow)),
  };
}

const toBatches = (keys: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(keys.length / BATCH_SIZE) }, (_, index) =>
    keys.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
