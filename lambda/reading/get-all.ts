import { setTimeout } from 'node:timers/promises';
import type { Item, Table } from '../table/table.ts';

/** How long to leave DynamoDB alone when it left keys of a batch unread, in ms. */
const RETRY_PAUSE_MS = 50;

/** The items of at most 100 keys, in no order; those that do not exist are left out. */
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
