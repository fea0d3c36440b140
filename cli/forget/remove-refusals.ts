import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { keyOf, refusalsPartition } from '../../lambda/table/row-keys.ts';
import { refusedIdQuery } from '../../lambda/table/rows/refusal-rows.ts';
import { type DeletableTable, removeRows } from './remove-partition.ts';
import type { StreamName } from './stream-name.ts';

/** Removes the refusals of publishers and players who asked for exactly these ids. Returns how many rows. */
export async function removeRefusals(table: DeletableTable, streams: readonly StreamName[]): Promise<number> {
  let removed = 0;
  for (const stream of streams) {
    for await (const keys of readRefusalKeys(table, stream)) {
      await removeRows(table, keys);
      removed += keys.length;
    }
  }
  return removed;
}

/** Whether somebody was refused who asked for this id. */
export async function hasRefusals(table: DeletableTable, stream: StreamName): Promise<boolean> {
  for await (const keys of readRefusalKeys(table, stream)) if (keys.length > 0) return true;
  return false;
}

/** Reads the whole partition of the app, which has no index by id. */
async function* readRefusalKeys({ client, name }: DeletableTable, { app, id }: StreamName) {
  const query = { TableName: name, ...refusedIdQuery(refusalsPartition(app), id), ConsistentRead: true };
  for await (const { Items = [] } of paginateQuery({ client }, query)) yield Items.map(keyOf);
}
