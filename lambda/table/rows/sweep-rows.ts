import type { ServerEvent } from '../../stream/event.ts';
import { encodeName } from '../../stream/names.ts';
import { json, number, readJson, readNumber, readText, text } from '../attributes.ts';
import { classOfRow, positionOfRow, rowKey, sweepCountsKey, sweepPartition, sweepSummaryKey } from '../row-keys.ts';
import type { Item } from '../table.ts';
import { DAY_MS, expiry, historyExpiry, isUnexpired } from './expiry.ts';

/** The streams of an app that are counted as one thing only: a missing one as nothing else, then a stale, then a failing one. */
export interface ExclusiveCounts {
  /** Neither missing, nor stale, nor failing. */
  readonly live: number;
  /** Not missing. */
  readonly stale: number;
  /** Neither missing nor stale, whatever the status. */
  readonly failing: number;
}

/** The streams of an app, counted by a sweep. */
export interface AppCounts {
  readonly app: string;
  /** Stale ones included. */
  readonly live: number;
  readonly stale: number;
  /** Expected streams that are missing. */
  readonly missing: number;
  /** Those whose presumed end is at most an hour ago. */
  readonly presumedEnded: number;
  /** Those whose latest error is at most an hour ago; null in the summary of an older release. */
  readonly failing: number | null;
  /** Those whose end is at most an hour ago; null in the summary of an older release. */
  readonly endedLastHour: number | null;
  /** Null in the summary of an older release. */
  readonly exclusive: ExclusiveCounts | null;
}

/** Holds up the silence of an app whose streams all fell silent at once; in ms since the epoch. */
export interface Hold {
  /** Silence presumes nothing until then. */
  readonly until: number;
  /** The latest sign of any of its streams when the hold began. */
  readonly newest: number;
}

/** An app, as a sweep leaves it to the next one. */
export interface SweptApp extends AppCounts {
  readonly hold?: Hold;
}

/** What a sweep leaves to the next one, and to readers; times in ms since the epoch. */
export interface SweepSummary {
  /** When the sweep began. */
  readonly at: number;
  /** Since when sweeps have followed each other without a gap. */
  readonly watchedSince: number;
  /** Since when each sweep has found deferred events; null when the last one found none. */
  readonly waitingSince: number | null;
  /** The stream that the next sweep asks about first; null for any. */
  readonly askCursor: string | null;
  readonly apps: readonly SweptApp[];
}

/** In characters of JSON, which are bytes but for names beyond ASCII: with those, an item still has at most 400 KB. */
const MAX_APPS_LENGTH = 100_000;

/** The rows of a summary: the last one is its own, and must be written after those with the counts that do not fit into it. */
export function toSummaryRows({ apps, ...summary }: SweepSummary): Item[] {
  const parts = splitApps(apps);
  const [inSummary, inRows] = parts.length > 1 ? [[], parts] : [apps, []];
  const countsRows = inRows.map((part, index) => ({
    ...sweepCountsKey(index + 1),
    at: number(summary.at),
    apps: json(part),
    expiresAt: expiry(summary.at + DAY_MS), // those of a sweep with more parts
  }));
  const { at, watchedSince, waitingSince, askCursor } = summary;
  const row: Item = {
    ...sweepSummaryKey(),
    at: number(at),
    watchedSince: number(watchedSince),
    ...(waitingSince !== null && { waitingSince: number(waitingSince) }),
    ...(askCursor !== null && { askCursor: text(askCursor) }),
    apps: json(inSummary),
    parts: number(inRows.length),
  };
  return [...countsRows, row];
}

function splitApps(apps: readonly SweptApp[]): SweptApp[][] {
  const parts: SweptApp[][] = [];
  let room = 0;
  for (const app of apps) {
    const { length } = JSON.stringify(app);
    if (room < length) {
      parts.push([]);
      room = MAX_APPS_LENGTH;
    }
    parts.at(-1)?.push(app);
    room -= length + 1;
  }
  return parts;
}

/** Reads the summary among the rows of the sweeps, in the order of their keys; undefined before the first sweep. */
export function readSummaryRows(rows: readonly Item[]): SweepSummary | undefined {
  const row = rows.find((one) => classOfRow(one) === 'summary');
  if (row === undefined) return undefined;
  const countsRows = rows.filter((one) => classOfRow(one) === 'counts').slice(0, readNumber(row, 'parts') ?? 0);
  const clocks = [row, ...countsRows].map((one) => readNumber(one, 'at') ?? 0);
  return {
    at: Math.min(...clocks), // the rows may be those of two sweeps
    watchedSince: readNumber(row, 'watchedSince') ?? 0,
    waitingSince: readNumber(row, 'waitingSince'),
    askCursor: readText(row, 'askCursor') || null,
    apps: [row, ...countsRows].flatMap((one) => readJson<SweptApp[]>(one, 'apps')).map(withNewCounts),
  };
}

/** An older release does not count all: 0 would be wrong. */
const withNewCounts = (app: SweptApp): SweptApp => ({
  ...app,
  failing: app.failing ?? null,
  endedLastHour: app.endedLastHour ?? null,
  exclusive: app.exclusive ?? null,
});

/** Whether a release that lists nothing by day made a summary; one that only counts less is no such release. */
export const isOfOlderRelease = (summary: SweepSummary | undefined): boolean =>
  summary?.apps.some(({ failing }) => failing === null) ?? false;

/** A media server has been shut down: the next sweep asks about the streams of its app first. `at` is in ms since the epoch. */
export interface ShutdownMark {
  readonly app: string;
  readonly at: number;
}

/** The row of a mark, which is stored for a day. */
export function toShutdownMarkRow({ app, receivedAt }: ServerEvent): Item {
  const key = rowKey(sweepPartition, 'first', encodeName(app));
  return { ...key, at: number(receivedAt), expiresAt: historyExpiry(receivedAt, 1) };
}

/** Reads the marks among the rows of the sweeps. */
export function readShutdownMarks(rows: readonly Item[], now: number): ShutdownMark[] {
  const marks = rows.filter((row) => classOfRow(row) === 'first' && isUnexpired(row, now));
  return marks.map((row) => ({ app: decodeURIComponent(positionOfRow(row)), at: readNumber(row, 'at') ?? 0 }));
}
