import { BATCH_SIZE, getAll } from '../../table/get-all.ts';
import { stateKeyOfRow, streamPartitionOf } from '../../table/row-keys.ts';
import type { Item, Table } from '../../table/table.ts';
import type { PositionedRow } from '../walk-apps.ts';

/** The states of streams, by partition; a stream that was forgotten has none. */
export type States = ReadonlyMap<string, Item>;

/** Reads the states of the streams of some rows, each once; with `attributes`, only these besides the key. */
export async function readStates(
  table: Table,
  rows: readonly PositionedRow[],
  attributes?: readonly string[],
): Promise<States> {
  const keys = [...new Map(rows.map(({ row }) => [streamPartitionOf(row), stateKeyOfRow(row)])).values()];
  const states = new Map<string, Item>();
  for (let from = 0; from < keys.length; from += BATCH_SIZE) {
    const batch = keys.slice(from, from + BATCH_SIZE);
    const items = await getAll(table, batch, attributes && ['pk', ...attributes], attributes === undefined);
    for (const item of items) states.set(streamPartitionOf(item), item);
  }
  return states;
}
