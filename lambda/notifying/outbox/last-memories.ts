import { toMemoryRow } from '../../table/rows/notifying/memory-row.ts';
import { toToldRow } from '../../table/rows/notifying/told-row.ts';
import type { Item } from '../../table/table.ts';
import type { Step } from '../notification.ts';
import { sequenceOf, streamKeyOf } from '../planning/stream-order.ts';

/** Returns the rows of what is remembered after steps: of each stream what its last step leaves, and which announcements without a sequence were told. */
export function lastMemories(name: string, steps: readonly Step[], now: number): Item[] {
  const rows = new Map<string, Item>();
  for (const { entries, told, memory } of steps) {
    const announcement = entries[0]?.announcement;
    if (memory === null || announcement === undefined) continue;
    const key = streamKeyOf(announcement);
    rows.set(key, toMemoryRow(name, { key, memory, announcement }, now));
    if (told !== null && sequenceOf(told.announcement) === null)
      rows.set(told.announcement.detail.eventId, toToldRow(name, told.announcement, now));
  }
  return [...rows.values()];
}
