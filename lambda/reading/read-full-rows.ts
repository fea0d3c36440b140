import { setTimeout } from 'node:timers/promises';
import { keyOf, keyText } from '../table/keys.ts';
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

/** The pause before keys that DynamoDB left unread are tried again, in ms. */
const RETRY_PAUSE_MS = 50;

/** Reads the items of at most 100 keys, in no order, without those that do not exist. */
export async function getAll(table: Table, keys: Item[]): Promise<Item[]> {
  const items: Item[] = [];
  let remaining = keys;
  while (remaining.length > 0) {
    const batch = await table.getBatch(remaining);
    items.push(...batch.items);
    remaining = batch.unread;
    if (remaining.length > 0) await setTimeout(RETRY_PAUSE_MS);
  }
  return items;
}
