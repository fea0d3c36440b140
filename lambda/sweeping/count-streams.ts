import { groupBy } from '../group-by.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { failingSince } from '../stream/failing.ts';
import { isStale } from '../stream/silence.ts';
import type { Status } from '../stream/state.ts';
import { statusAfterQuery } from '../table/queries.ts';
import { queryPages } from '../table/query-pages.ts';
import { beforeStatusPositions } from '../table/row-keys.ts';
import { statusPositionOf } from '../table/rows/state-row.ts';
import type { AppCounts } from '../table/rows/sweep-rows.ts';
import type { Table } from '../table/table.ts';
import { countFailing } from './count-failing.ts';
import type { LiveStream } from './live-streams.ts';
import { MAX_COUNTED_ROWS } from './max-counted-rows.ts';

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
    const lastHour = await countLastHour(table, app, now);
    return { app, live: ofApp.length, stale: stale.length, missing: missing.get(app) ?? 0, ...lastHour };
  });
}

/** Counts the streams of an app that have ended, or have had an error, in the last hour. */
async function countLastHour(table: Table, app: string, now: number) {
  const [presumedEnded, endedLastHour, failing] = await Promise.all([
    countSince(table, app, 'presumedEnded', now - HOUR_MS),
    countSince(table, app, 'ended', now - HOUR_MS),
    countFailing(table, app, failingSince(now), now),
  ]);
  return { presumedEnded, failing, endedLastHour };
}

/** Counts the streams of an app and status that was decided not before a time (ms since the epoch); at least that many where there are more than a sweep reads. */
async function countSince(table: Table, app: string, status: Status, since: number): Promise<number> {
  let count = 0;
  const toQuery = (after = beforeStatusPositions(since)) => statusAfterQuery(app, status, after);
  for await (const rows of queryPages(table, toQuery, statusPositionOf)) {
    count += rows.length;
    if (count >= MAX_COUNTED_ROWS) break;
  }
  return count;
}
