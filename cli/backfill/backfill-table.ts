import { iso } from '../../lambda/reading/stream-json.ts';
import { coverageAfterBackfill, olderBefore, readCoverage, writeCoverage } from '../../lambda/table/coverage.ts';
import type { Coverage } from '../../lambda/table/rows/coverage-row.ts';
import { Table } from '../../lambda/table/table.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { type BackfillProgress, type BackfillResult, indexRows } from './index-rows.ts';
import type { IndexSettings } from './read-index-settings.ts';

/**
 * Lists by day what a receiver stored before it did so itself, and then says that the index has it. Throws, with when to try
 * again, while an update may still be under way, and when the receiver's settings or release change meanwhile.
 */
export async function backfillTable(
  { client, tables }: ReceiverConnection,
  { historyDays }: IndexSettings,
  onProgress: (progress: BackfillProgress) => void,
): Promise<BackfillResult> {
  const table = new Table(client, tables.streams);
  const stored = await readCoverage(table, true);
  const known: Coverage = stored ?? { since: null, historyDays, unknownBefore: Date.now() }; // without sweeps there may be none
  if (known.since !== null && known.since > Date.now())
    throw new Error(
      `backfill: received a table that code or settings from before an update may still write to, expected one of ${iso(known.since)} or later: run it again then.`,
    );
  const result = await indexRows(client, tables.streams, olderBefore(known), onProgress);
  if (await writeCoverage(table, coverageAfterBackfill(known, result.minDays), stored)) return result;
  throw new Error(
    'backfill: received a change of what the index by day covers while it ran, expected none: run it again, which only reads what is listed by now.',
  );
}
