import { daysOf } from '../table/days-of-period.ts';
import { dayQuery } from '../table/queries.ts';
import { streamPartitionOf } from '../table/row-keys.ts';
import { dayPositionOf } from '../table/rows/event-row.ts';
import type { Table } from '../table/table.ts';

/**
 * Counts an app's streams with an error since a time, as the index by day lists them (all in ms since the epoch). No state is
 * read: the latest error of a stream is since then exactly when any error is.
 */
export async function countFailing(table: Table, app: string, since: number, now: number): Promise<number> {
  const streams = new Set<string>();
  for (const part of daysOf({ from: since, to: Number.POSITIVE_INFINITY }, now)) {
    for (let before: string | undefined, more = true; more; ) {
      const page = await table.query(dayQuery(app, 'error', part, before));
      for (const row of page.items) streams.add(streamPartitionOf(row));
      before = dayPositionOf(page.items.at(-1) ?? {});
      more = page.more;
    }
  }
  return streams.size;
}
