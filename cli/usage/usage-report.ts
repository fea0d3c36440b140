import type { BilledSession, UsagePeriod } from './bill-sessions.ts';
import { metadataValue } from './metadata-value.ts';
import { sumByDay, sumByGroup, type UsageRow, type UsageSums } from './sum-usage.ts';
import type { TimeZone } from './time-zone.ts';
import type { UsageGrouping } from './usage-grouping.ts';
import type { AskedPeriod } from './usage-period.ts';
import { type Metadata, streamKeyOf, type UsageSession } from './usage-session.ts';

/** The group of a row, by the names of its columns. */
export type UsageGroup = Readonly<Record<string, string | null>>;

/** The usage of a period. */
export interface UsageReport {
  readonly period: AskedPeriod;
  /** The end of what is billed: that of the period, or the present. In ms since the epoch. */
  readonly countedTo: number;
  readonly zone: TimeZone;
  readonly grouping: UsageGrouping;
  /** In ms; null where no sessions are joined. */
  readonly joinMs: number | null;
  readonly rows: readonly UsageRow<UsageGroup>[];
  readonly total: UsageSums;
}

/** Where a report's rows come from. */
export interface RowSource {
  readonly billed: readonly BilledSession[];
  readonly counted: UsagePeriod;
  readonly zone: TimeZone;
  readonly metadata: ReadonlyMap<UsageSession, Metadata>;
}

/** Returns the rows of a usage table: days in their order, all else by time, the most first. */
export function toRows(grouping: UsageGrouping, source: RowSource): UsageRow<UsageGroup>[] {
  if (grouping.by === 'day') return toDayRows(source);
  return toGroupRows(grouping, source).sort(
    (a, b) => b.sums.durationMs - a.sums.durationMs || compareGroups(a.group, b.group),
  );
}

function toDayRows({ billed, counted, zone }: RowSource): UsageRow<UsageGroup>[] {
  const days = sumByDay(billed, zone.daysWithin(counted.from, counted.to), (ms) => zone.dateAt(ms));
  return days.sort((a, b) => (a.group < b.group ? -1 : 1)).map(({ group, sums }) => ({ group: { day: group }, sums }));
}

function toGroupRows(grouping: UsageGrouping, { billed, metadata }: RowSource): UsageRow<UsageGroup>[] {
  if (grouping.by === 'metadata') {
    const groupOf = ({ session }: BilledSession) => metadataValue(metadata.get(session) ?? null, grouping.name);
    return sumByGroup(billed, groupOf).map(({ group, sums }) => ({ group: { value: group }, sums }));
  }
  if (grouping.by === 'app')
    return sumByGroup(billed, ({ session }) => session.app).map(({ group, sums }) => ({ group: { app: group }, sums }));
  const names = new Map(billed.map(({ session }) => [streamKeyOf(session), toStreamGroup(session)]));
  return sumByGroup(billed, ({ session }) => streamKeyOf(session)).map(({ group, sums }) => ({
    group: names.get(group) ?? {},
    sums,
  }));
}

const toStreamGroup = ({ app, id, streamName }: UsageSession): UsageGroup => ({ app, id, streamName });

function compareGroups(a: UsageGroup, b: UsageGroup): number {
  const [first, second] = [a, b].map((group) => JSON.stringify(group));
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
