import { paginateScan } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../lambda/table/row-keys.ts';
import { keyAndStream, readRowStream } from '../../lambda/table/rows/notifying/row-stream.ts';
import { type DeletableTable, removeRows } from './remove-partition.ts';
import type { StreamName } from './stream-name.ts';

/**
 * Removes what a table of notifications has of some streams: what waits, the dead letters and what is remembered, of every
 * recipient. Returns how many rows. Reads the whole table, which is small: it holds what is not yet delivered.
 */
export async function removeNotifications(table: DeletableTable, streams: readonly StreamName[]): Promise<number> {
  const forgotten = new Set(streams.map(toText));
  const scan = { TableName: table.name, ConsistentRead: true, ...keyAndStream };
  let removed = 0;
  for await (const { Items = [] } of paginateScan({ client: table.client }, scan)) {
    const rows = Items.filter((row) => {
      const stream = readRowStream(row);
      return stream !== undefined && forgotten.has(toText(stream));
    });
    await removeRows(table, rows.map(keyOf));
    removed += rows.length;
  }
  return removed;
}

const toText = ({ app, id }: StreamName): string => JSON.stringify([app, id]);
