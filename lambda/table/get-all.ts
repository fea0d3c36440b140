import { setTimeout } from 'node:timers/promises';
import type { Item, Projection, Table } from './table.ts';

/** The keys of one batch at most: DynamoDB's maximum. */
export const BATCH_SIZE = 100;

/** The pause before keys that DynamoDB left unread are tried again, in ms. */
const RETRY_PAUSE_MS = 50;

/**
 * Reads the items of at most `BATCH_SIZE` different keys, in no order, without those that do not exist; with `attributes`, only these
 * of each item. Eventually consistent unless `consistent`.
 */
export async function getAll(
  table: Table,
  keys: Item[],
  attributes?: readonly string[],
  consistent = false,
): Promise<Item[]> {
  const projection = { ...(attributes && projectionOf(attributes)), ...(consistent && { ConsistentRead: true }) };
  const items: Item[] = [];
  let remaining = keys;
  while (remaining.length > 0) {
    const batch = await table.getBatch(remaining, projection);
    items.push(...batch.items);
    remaining = batch.unread;
    if (remaining.length > 0) await setTimeout(RETRY_PAUSE_MS);
  }
  return items;
}

/** Selects attributes by name, whether or not a name is a reserved word. */
function projectionOf(attributes: readonly string[]): Projection {
  const names = Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute]));
  return { ProjectionExpression: Object.keys(names).join(', '), ExpressionAttributeNames: names };
}
