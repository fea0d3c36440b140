import type { AppCounts } from '../table/rows/sweep-rows.ts';
import { readSweepMemory } from '../table/sweep-memory.ts';
import type { Table } from '../table/table.ts';
import { ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';

interface CountsQuery {
  /** An app is in the list when it says so. */
  readonly canSeeApp: (app: string) => boolean;
  /** Whether each stream is counted as one thing only. */
  readonly exclusive: boolean;
}

/** Lists the streams of each app as the last sweep counted them. */
export async function listCounts(table: Table, { canSeeApp, exclusive }: CountsQuery, now: number) {
  const { summary } = await readSweepMemory(table, now);
  const byApp = new Map(summary?.apps.map((one) => [one.app, one])); // parts of two sweeps may both have it
  const visible = [...byApp.values()].filter(({ app }) => canSeeApp(app));
  const counts = new ResponseBudget().takeWhileFits(visible.map(exclusive ? toExclusiveJson : toCountsJson));
  return { counts, at: iso(counts.length > 0 && summary !== undefined ? summary.at : null) };
}

function toCountsJson({ app, live, stale, missing, presumedEnded, failing, endedLastHour }: AppCounts) {
  return { app, live, stale, missing, presumedEnded, failing, endedLastHour };
}

/** An expected stream is missing whatever else it is, so that their number is the same. */
function toExclusiveJson(counts: AppCounts) {
  const { live = null, stale = null, failing = null } = counts.exclusive ?? {};
  return { ...toCountsJson(counts), live, stale, failing };
}
