import { getAll } from '../table/get-all.ts';
import { keyOf, keyText } from '../table/row-keys.ts';
import type { Item, Table } from '../table/table.ts';
import type { PositionedRow } from './walk-apps.ts';

/** Rows that are read at once: the largest ones take 20 MB together. */
const BATCH_SIZE = 50;

/** Reads the whole items of these rows lazily, in their order; undefined for one that has been deleted meanwhile. */
export async function* readFullRows(
  table: Table,
  positioned: readonly PositionedRow[],
): AsyncGenerator<PositionedRow & { readonly item: Item | undefined }> {
  for (let from = 0; from < positioned.length; from += BATCH_SIZE) {
    const batch = positioned.slice(from, from + BATCH_SIZE);
    const keys = new Map(batch.map(({ row }) => [keyText(row), keyOf(row)])); // a stream that has changed is listed twice
    const items = new Map((await getAll(table, [...keys.values()])).map((item) => [keyText(item), item]));
    for (const row of batch) yield { ...row, item: items.get(keyText(row.row)) };
  }
}
