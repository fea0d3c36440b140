import { toMemoryRow } from '../table/rows/notifying/memory-row.ts';
import type { Item } from '../table/table.ts';
import type { Step } from './notification.ts';
import { streamKeyOf } from './plan.ts';

/** Returns the rows of what is remembered after steps: of each stream what its last step leaves. */
export function lastMemories(name: string, steps: readonly Step[], now: number): Item[] {
  const rows = new Map<string, Item>();
  for (const { entries, memory } of steps) {
    const announcement = entries[0]?.announcement;
    if (memory === null || announcement === undefined) continue;
    const key = streamKeyOf(announcement);
    rows.set(key, toMemoryRow(name, { key, memory, announcement }, now));
  }
  return [...rows.values()];
}
