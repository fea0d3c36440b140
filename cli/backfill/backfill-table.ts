import { coverageAfterBackfill, readCoverage, writeCoverage } from '../../lambda/table/coverage.ts';
import type { Coverage } from '../../lambda/table/rows/coverage-row.ts';
import { Table } from '../../lambda/table/table.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { type BackfillProgress, type BackfillResult, listRows } from './list-rows.ts';
import type { ListingSettings } from './read-listing-settings.ts';

/** Lists by day what a receiver stored before it did so itself, and then says that the index has it. */
export async function backfillTable(
  { client, tables }: ReceiverConnection,
  { historyDays }: ListingSettings,
  onProgress: (progress: BackfillProgress) => void,
): Promise<BackfillResult> {
  const table = new Table(client, tables.streams);
  const first: Coverage = { since: null, historyDays, unknownBefore: Date.now() }; // without sweeps there is none
  const { unknownBefore = 0 } = (await readCoverage(table)) ?? first;
  const result = await listRows(client, tables.streams, unknownBefore, onProgress);
  const current = (await readCoverage(table)) ?? first; // a sweep may have changed it meanwhile
  await writeCoverage(table, coverageAfterBackfill(current, result.minDays));
  return result;
}
