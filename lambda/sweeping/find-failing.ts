import { daysOf } from '../table/days-of-period.ts';
import { dayQuery } from '../table/queries.ts';
import { queryPages } from '../table/query-pages.ts';
import { streamPartitionOf } from '../table/row-keys.ts';
import { dayPositionOf } from '../table/rows/event-row.ts';
import type { Table } from '../table/table.ts';
import { MAX_COUNTED_ROWS } from './max-counted-rows.ts';

/**
 * Finds an app's streams with an error since a time, as the index by day lists them (all in ms since the epoch), and returns
 * their partitions; those of the newest errors where there are more than a sweep reads. No state is read: the latest error of
 * a stream is since then exactly when any error is.
 */
export async function findFailing(table: Table, app: string, since: number, now: number): Promise<Set<string>> {
  const streams = new Set<string>();
  let read = 0;
  for (const part of daysOf({ from: since, to: Number.POSITIVE_INFINITY }, now)) {
    if (read >= MAX_COUNTED_ROWS) break;
    const toQuery = (before?: string) => dayQuery(app, 'error', part, before);
    for await (const rows of queryPages(table, toQuery, dayPositionOf)) {
      for (const row of rows) streams.add(streamPartitionOf(row));
      read += rows.length;
      if (read >= MAX_COUNTED_ROWS) break;
    }
  }
  return streams;
}
