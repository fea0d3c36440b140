import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { mapConcurrently } from '../../lambda/map-concurrently.ts';
import { keyOf } from '../../lambda/table/row-keys.ts';
import { isStored, retentionDays } from '../../lambda/table/rows/expiry.ts';
import { historyFilter, indexingUpdate, receiptOf } from '../../lambda/table/rows/unindexed-row.ts';
import { type Item, Table } from '../../lambda/table/table.ts';

/** Rows that are updated at once: a table on demand takes far more, and hooks come first. */
const CONCURRENCY = 20;

/** What a backfill has done so far. */
export interface BackfillProgress {
  /** Items of the table, of any kind. */
  readonly scanned: number;
  /** Rows that are listed now, and were not before. */
  readonly listed: number;
}

/** What a backfill has done, and found. */
export interface BackfillResult extends BackfillProgress {
  /** For how many days a row of an older release is listed, at least; null without such rows. */
  readonly minDays: number | null;
}

/**
 * Lists the rows of the history by day that an older release wrote, or this one without the setting. It reads the whole table
 * once and updates only these rows, so it can be ended at any time and run again. An older release wrote those that were received
 * before `olderBefore` (ms since the epoch).
 */
export async function indexRows(
  client: DynamoDBClient,
  name: string,
  olderBefore: number,
  onProgress: (progress: BackfillProgress) => void,
): Promise<BackfillResult> {
  const table = new Table(client, name);
  let [scanned, listed, minDays] = [0, 0, Number.POSITIVE_INFINITY];
  const pages = paginateScan({ client }, { TableName: name, ConsistentRead: true, ...historyFilter });
  for await (const { Items = [], ScannedCount = 0 } of pages) {
    const rows = Items.filter((row) => isStored(row, Date.now()));
    const updated = await mapConcurrently(rows, CONCURRENCY, (row) => indexRow(table, row));
    scanned += ScannedCount;
    listed += updated.filter(Boolean).length;
    for (const row of rows) minDays = Math.min(minDays, daysOf(row, olderBefore));
    onProgress({ scanned, listed });
  }
  return { scanned, listed, minDays: Number.isFinite(minDays) ? minDays : null };
}

/** Returns whether the row is listed now, and was not before: it may have been deleted meanwhile. */
async function indexRow(table: Table, row: Item): Promise<boolean> {
  const update = indexingUpdate(row);
  return update !== undefined && table.update(keyOf(row), update);
}

/** Returns for how many days a row is listed that was received before a time (ms since the epoch). */
function daysOf(row: Item, before: number): number {
  const receivedAt = receiptOf(row);
  return receivedAt < before ? Math.max(0, retentionDays(row, receivedAt)) : Number.POSITIVE_INFINITY;
}
