import { groupBy } from '../group-by.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { isStale } from '../stream/silence.ts';
import { statusAfterQuery } from '../table/queries.ts';
import { beforeStatusPositions } from '../table/row-keys.ts';
import { statusPositionOf } from '../table/rows/state-row.ts';
import type { AppCounts } from '../table/rows/sweep-rows.ts';
import type { Table } from '../table/table.ts';
import type { LiveStream } from './live-streams.ts';

const HOUR_MS = 3_600_000;

/** Apps that are counted at once. */
const CONCURRENCY = 10;

/** Counts the streams of each app. `missing` has the apps with expected streams that are missing. */
export async function countStreams(
  table: Table,
  apps: readonly string[],
  live: readonly LiveStream[],
  missing: ReadonlyMap<string, number>,
  now: number,
): Promise<AppCounts[]> {
  const liveByApp = groupBy(live, (stream) => stream.app);
  const all = [...new Set([...apps, ...missing.keys()])];
  return mapConcurrently(all, CONCURRENCY, async (app) => {
    const ofApp = liveByApp.get(app) ?? [];
    const stale = ofApp.filter(({ stored }) => isStale(stored.state, stored.heartbeatReceivedAt, now));
    const presumedEnded = await countPresumedEnds(table, app, now - HOUR_MS);
    return { app, live: ofApp.length, stale: stale.length, missing: missing.get(app) ?? 0, presumedEnded };
  });
}

/** Counts the streams of an app whose presumed end is not before a time (ms since the epoch). */
async function countPresumedEnds(table: Table, app: string, since: number): Promise<number> {
  let count = 0;
  for (let after = beforeStatusPositions(since), more = true; more; ) {
    const page = await table.query(statusAfterQuery(app, 'presumedEnded', after));
    count += page.items.length;
    after = statusPositionOf(page.items.at(-1) ?? {});
    more = page.more;
  }
  return count;
}
