import type { StreamEvent } from '../stream/event.ts';
import { startOfMinute } from './row-keys.ts';
import { toHealthSampleRow } from './rows/health-sample-row.ts';
import type { Table } from './table.ts';

/**
 * Writes a heartbeat as the health sample of its minute, if it is the minute's first. `previousAt` is the clock of the
 * heartbeat before it (ms since the epoch), null when there was none: only the process that writes a heartbeat into
 * the state knows it.
 */
export async function writeSample(table: Table, event: StreamEvent, previousAt: number | null): Promise<void> {
  if (previousAt !== null && startOfMinute(previousAt) === startOfMinute(event.at)) return;
  await table.put(toHealthSampleRow(event));
}
