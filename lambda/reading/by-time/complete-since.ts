import { completeSince as historySince, readCoverage } from '../../table/coverage.ts';
import type { Coverage } from '../../table/rows/coverage-row.ts';
import { DAY_MS } from '../../table/rows/expiry.ts';
import type { Table } from '../../table/table.ts';

/** The header that says from when on a list over all streams is complete. */
const COMPLETE_SINCE = 'complete-since';

/**
 * Returns from when on a list over all streams is complete (ms since the epoch); undefined when it is not known. Recordings
 * are stored for ever, all else for `historyDays`, which may be fewer than before.
 */
export function completeSince(
  coverage: Coverage | undefined,
  { isStoredForEver, historyDays, now }: { isStoredForEver: boolean; historyDays: number; now: number },
): number | undefined {
  if (coverage === undefined) return undefined;
  if (isStoredForEver) return coverage.since ?? undefined;
  const since = historySince(coverage, now);
  return since === null ? undefined : Math.max(since, now - historyDays * DAY_MS);
}

/** Reads from when on a list over all streams is complete, as a header; none when it is not known. */
export async function readCompleteSince(
  table: Table,
  kept: { isStoredForEver: boolean; historyDays: number; now: number },
): Promise<Record<string, string>> {
  const since = completeSince(await readCoverage(table), kept);
  return since === undefined ? {} : { [COMPLETE_SINCE]: new Date(since).toISOString() };
}
