import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';
import { createProgressBar } from '../../terminal/progress-bar.ts';
import { detectTerminal } from '../../terminal/run-command.ts';
import type { ApiOptions } from '../by-time/api-options.ts';
import { printCsv } from '../by-time/print-csv.ts';
import { findTarget } from '../streams/find-target.ts';
import { ReadApiClient } from '../streams/read-api-client.ts';
import { type BilledSession, billSessions } from './bill-sessions.ts';
import { fetchMetadata } from './fetch-metadata.ts';
import { fetchCompleteSince, fetchSessions } from './fetch-sessions.ts';
import { renderUsage, toUsageCsv, toUsageJson } from './render-usage.ts';
import { sumAll } from './sum-usage.ts';
import type { TimeZone } from './time-zone.ts';
import type { UsageGrouping } from './usage-grouping.ts';
import { notesOf } from './usage-notes.ts';
import { type PeriodOptions, resolvePeriod } from './usage-period.ts';
import { toRows, type UsageReport } from './usage-report.ts';
import { type Metadata, type SessionSet, streamKeyOf, type UsageSession } from './usage-session.ts';

/** The options of `npm run usage`. */
export interface UsageOptions extends ApiOptions, PeriodOptions {
  readonly tz: TimeZone;
  readonly by: UsageGrouping;
  /** In ms. */
  readonly merge?: number;
  readonly app?: string;
  readonly csv?: true;
  readonly json?: true;
}

/** Prints the minutes of a period. Throws where the receiver may not have all of its sessions. */
export async function runUsage(options: UsageOptions): Promise<void> {
  const report = await createReport(new ReadApiClient(await findTarget(options)), options, Date.now());
  if (options.json) return console.log(toPrintableJson(toUsageJson(report)));
  if (!options.csv) return console.log(renderUsage(report, detectTerminal()));
  for (const note of notesOf(report)) console.error(toPrintable(note));
  printCsv(toUsageCsv(report));
}

async function createReport(api: ReadApiClient, options: UsageOptions, now: number): Promise<UsageReport> {
  const { tz: zone, by: grouping, merge: joinMs = null, app } = options;
  const period = resolvePeriod(options, zone, now);
  assertComplete(period.from, await fetchCompleteSince(api, app));
  const counted = { from: period.from, to: Math.min(period.to, now) };
  const sessions = await fetchAll(api, { app, from: counted.from - (joinMs ?? 0), now });
  const billed = sessions.byStream().flatMap((stream) => billSessions(stream, counted, joinMs));
  const metadata = grouping.by === 'metadata' ? await fetchMetadataOf(api, billed) : new Map<UsageSession, Metadata>();
  const rows = toRows(grouping, { billed, counted, zone, metadata });
  return { period, countedTo: counted.to, zone, grouping, joinMs, rows, total: sumAll(billed) };
}

/** Throws where the receiver may not have all sessions that ended after the beginning of the period. */
function assertComplete(from: number, completeSince: number | null): void {
  const start = new Date(from).toISOString();
  if (completeSince === null)
    throw new Error(
      `The receiver does not say yet from when on it has all sessions, expected that to be before ${start}: its sweep does, once a minute, or npm run backfill, where sweepMinutes is 0; try again then.`,
    );
  if (from < completeSince)
    throw new Error(
      `The period begins at ${start}, but the receiver has all sessions only from ${new Date(completeSince).toISOString()} on: ask for a later period (--from), or, when its release was updated since, run npm run backfill.`,
    );
}

async function fetchAll(
  api: ReadApiClient,
  query: { readonly app: string | undefined; readonly from: number; readonly now: number },
): Promise<SessionSet> {
  const bar = createProgressBar('{percentage}% {found} sessions');
  bar.start(query.now - query.from);
  try {
    return await fetchSessions(api, query, bar.set);
  } finally {
    bar.stop();
  }
}

async function fetchMetadataOf(
  api: ReadApiClient,
  billed: readonly BilledSession[],
): Promise<Map<UsageSession, Metadata>> {
  const bar = createProgressBar('metadata of {value}/{total} streams');
  const sessions = [...new Set(billed.map(({ session }) => session))];
  bar.start(new Set(sessions.map(streamKeyOf)).size);
  try {
    return await fetchMetadata(api, sessions, bar.step);
  } finally {
    bar.stop();
  }
}
