import { groupBy } from '../group-by.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { failingSince } from '../stream/failing.ts';
import { isStale } from '../stream/silence.ts';
import type { Status } from '../stream/state.ts';
import { statusAfterQuery } from '../table/queries.ts';
import { queryPages } from '../table/query-pages.ts';
import { beforeStatusPositions, streamPartition } from '../table/row-keys.ts';
import type { ExpectedStream } from '../table/rows/expected-row.ts';
import { statusPositionOf } from '../table/rows/state-row.ts';
import type { AppCounts } from '../table/rows/sweep-rows.ts';
import type { Table } from '../table/table.ts';
import { countExclusively } from './count-exclusively.ts';
import { findFailing } from './find-failing.ts';
import type { LiveStream } from './live-streams.ts';
import { MAX_COUNTED_ROWS } from './max-counted-rows.ts';

const HOUR_MS = 3_600_000;

/** Apps that are counted at once. */
const CONCURRENCY = 10;

/** Counts the streams of each app. `missing` are the expected streams that are. */
export async function countStreams(
  table: Table,
  apps: readonly string[],
  live: readonly LiveStream[],
  missing: readonly ExpectedStream[],
  now: number,
): Promise<AppCounts[]> {
  const liveByApp = groupBy(live, (stream) => stream.app);
  const missingByApp = groupBy(missing, (stream) => stream.app);
  const all = [...new Set([...apps, ...missingByApp.keys()])];
  return mapConcurrently(all, CONCURRENCY, (app) =>
    countApp(table, { app, live: liveByApp.get(app) ?? [], missing: missingByApp.get(app) ?? [] }, now),
  );
}

/** The streams of an app that are counted without reading them again. */
interface KnownStreams {
  readonly app: string;
  readonly live: readonly LiveStream[];
  readonly missing: readonly ExpectedStream[];
}

async function countApp(table: Table, { app, live, missing }: KnownStreams, now: number): Promise<AppCounts> {
  const [presumedEnded, endedLastHour, failing] = await Promise.all([
    countSince(table, app, 'presumedEnded', now - HOUR_MS),
    countSince(table, app, 'ended', now - HOUR_MS),
    findFailing(table, app, failingSince(now), now),
  ]);
  const stale = live.filter(({ stored }) => isStale(stored.state, stored.heartbeatReceivedAt, now));
  const counted = { live: live.length, stale: stale.length, missing: missing.length, failing: failing.size };
  const found = { live: partitionsOf(live), stale: partitionsOf(stale), missing: partitionsOf(missing), failing };
  return { app, ...counted, presumedEnded, endedLastHour, exclusive: countExclusively(found) };
}

const partitionsOf = (streams: readonly (LiveStream | ExpectedStream)[]): string[] =>
  streams.map(({ app, id }) => streamPartition(app, id));

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
