import { getAll } from '../table/get-all.ts';
import { keyOf, keyText } from '../table/row-keys.ts';
import type { Item, Table } from '../table/table.ts';
import type { PositionedRow } from './walk-apps.ts';

/** Rows that are read at once: the largest ones take 20 MB together. */
export const BATCH_SIZE = 50;

/**
 * Reads the whole items of these rows lazily, in their order; undefined for one that has been deleted meanwhile. Those in
 * `known`, by the text of their key, are not read again.
 */
export async function* readFullRows(
  table: Table,
  positioned: readonly PositionedRow[],
  known: ReadonlyMap<string, Item> = new Map(),
): AsyncGenerator<PositionedRow & { readonly item: Item | undefined }> {
  for (let from = 0; from < positioned.length; from += BATCH_SIZE) {
    const batch = positioned.slice(from, from + BATCH_SIZE);
    const unread = batch.map(({ row }) => row).filter((row) => !known.has(keyText(row)));
    const keys = new Map(unread.map((row) => [keyText(row), keyOf(row)])); // a stream that has changed is listed twice
    const items = new Map((await getAll(table, [...keys.values()])).map((item) => [keyText(item), item]));
    for (const row of batch) yield { ...row, item: known.get(keyText(row.row)) ?? items.get(keyText(row.row)) };
  }
}
