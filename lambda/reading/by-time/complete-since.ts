import { completeSince, readCoverage } from '../../table/coverage.ts';
import type { Table } from '../../table/table.ts';
import { iso } from '../stream-json.ts';

/** The header that says from when on a list over all streams is complete. */
const COMPLETE_SINCE = 'complete-since';

/**
 * Reads from when on a list over all streams is complete, as a header; none when it is not known. Recordings are stored for
 * ever, all else for the days of the history.
 */
export async function readCompleteSince(
  table: Table,
  { isStoredForEver, now }: { readonly isStoredForEver: boolean; readonly now: number },
): Promise<Record<string, string>> {
  const coverage = await readCoverage(table);
  if (coverage === undefined) return {};
  const since = isStoredForEver ? coverage.since : completeSince(coverage, now);
  return since === null ? {} : { [COMPLETE_SINCE]: iso(since) };
}
