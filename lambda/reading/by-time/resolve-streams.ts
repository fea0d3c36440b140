import { groupBy } from '../../group-by.ts';
import { mapConcurrently } from '../../map-concurrently.ts';
import { keyText, sortKeyOf, streamPartitionOf } from '../../table/row-keys.ts';
import type { Item } from '../../table/table.ts';
import type { PositionedRow } from '../walk-apps.ts';
import type { States } from './read-states.ts';

/** The streams that are read at once. */
const MAX_CONCURRENT_STREAMS = 32;

/**
 * Resolves rows stream by stream: `resolve` is given the state of a stream and its rows, and returns the values of those
 * that are listed, by sort key. Rows of streams that were forgotten have none. Returns the values by `keyText`.
 */
export async function resolveStreams<T>(
  rows: readonly PositionedRow[],
  states: States,
  resolve: (state: Item, rows: readonly Item[]) => Promise<ReadonlyMap<string, T>>,
): Promise<ReadonlyMap<string, T>> {
  const byStream = [...groupBy(rows, ({ row }) => streamPartitionOf(row))];
  const values = new Map<string, T>();
  await mapConcurrently(byStream, MAX_CONCURRENT_STREAMS, async ([partition, ofStream]) => {
    const state = states.get(partition);
    if (state === undefined) return;
    const items = ofStream.map(({ row }) => row);
    const resolved = await resolve(state, items);
    for (const item of items) {
      const value = resolved.get(sortKeyOf(item));
      if (value !== undefined) values.set(keyText(item), value);
    }
  });
  return values;
}
