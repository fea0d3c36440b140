import { MAX_AHEAD_MS } from '../hook/event-clock.ts';
import { dayQuery, type PartOfDay } from '../table/queries.ts';
import { dayOf, streamPartitionOf } from '../table/row-keys.ts';
import { dayPositionOf } from '../table/rows/event-row.ts';
import { DAY_MS } from '../table/rows/expiry.ts';
import type { Table } from '../table/table.ts';

/**
 * Counts an app's streams with an error since a time, as the index by day lists them (all in ms since the epoch). No state is
 * read: the latest error of a stream is since then exactly when any error is.
 */
export async function countFailing(table: Table, app: string, since: number, now: number): Promise<number> {
  const streams = new Set<string>();
  for (const part of partsOfDays(since, now + MAX_AHEAD_MS + 1)) {
    for (let before: string | undefined, more = true; more; ) {
      const page = await table.query(dayQuery(app, 'error', part, before));
      for (const row of page.items) streams.add(streamPartitionOf(row));
      before = dayPositionOf(page.items.at(-1) ?? {});
      more = page.more;
    }
  }
  return streams.size;
}

/** Returns the parts of the days, in UTC, from a time on and before another one (ms since the epoch), oldest first. */
function partsOfDays(from: number, to: number): PartOfDay[] {
  const nextDay = Date.parse(dayOf(from)) + DAY_MS;
  return to <= nextDay ? [{ from, to }] : [{ from, to: nextDay }, ...partsOfDays(nextDay, to)];
}
