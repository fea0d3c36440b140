import { setTimeout } from 'node:timers/promises';
import type { Item, Table } from './table.ts';

/** The pause before keys that DynamoDB left unread are tried again, in ms. */
const RETRY_PAUSE_MS = 50;

/**
 * Reads the items of at most 100 different keys, in no order, without those that do not exist; with `attributes`, only these
 * of each item.
 */
export async function getAll(table: Table, keys: Item[], attributes?: readonly string[]): Promise<Item[]> {
  const items: Item[] = [];
  let remaining = keys;
  while (remaining.length > 0) {
    const batch = await table.getBatch(remaining, attributes);
    items.push(...batch.items);
    remaining = batch.unread;
    if (remaining.length > 0) await setTimeout(RETRY_PAUSE_MS);
  }
  return items;
}
