import { readPartition } from './read-partition.ts';
import { sweepPartition } from './row-keys.ts';
import {
  readShutdownMarks,
  readSummaryRows,
  type ShutdownMark,
  type SweepSummary,
  toSummaryRows,
} from './rows/sweep-rows.ts';
import type { Table } from './table.ts';

/** What the sweeps before have left, and the media servers that were shut down since. */
export interface SweepMemory {
  /** Undefined before the first sweep. */
  readonly summary: SweepSummary | undefined;
  readonly shutdowns: readonly ShutdownMark[];
}

/** Reads what is stored of the sweeps, eventually consistent. */
export async function readSweepMemory(table: Table, now: number): Promise<SweepMemory> {
  const rows = await readPartition(table, sweepPartition);
  return { summary: readSummaryRows(rows), shutdowns: readShutdownMarks(rows, now) };
}

/** Writes the summary of a sweep over that of the one before. */
export async function writeSummary(table: Table, summary: SweepSummary): Promise<void> {
  for (const row of toSummaryRows(summary)) await table.put(row);
}
