import { MAX_AHEAD_MS, MIN_TIMESTAMP } from '../../hook/event-clock.ts';
import { dayQuery, type PartOfDay } from '../../table/queries.ts';
import { type DayClass, dayOf } from '../../table/row-keys.ts';
import { dayPositionOf } from '../../table/rows/event-row.ts';
import { DAY_MS } from '../../table/rows/expiry.ts';
import type { Table } from '../../table/table.ts';
import { mergeNewest, type RowSource } from '../merge-newest.ts';
import type { ListSection } from '../walk-apps.ts';
import type { Period } from './period.ts';

/** Returns the days of a period, newest first, each a section of a list over apps. Their rows are keys. */
export function toDaySections(
  table: Table,
  classes: readonly DayClass[],
  period: Period,
  now: number,
): readonly ListSection[] {
  return daysOf(period, now).map((part) => ({
    name: dayOf(part.from),
    queriesPerApp: classes.length,
    read: (apps, limit, behind) => mergeNewest(table, toSources(apps, classes, part), limit, behind, dayPositionOf),
    positionOf: dayPositionOf,
  }));
}

function toSources(apps: readonly string[], classes: readonly DayClass[], part: PartOfDay): RowSource[] {
  return apps.flatMap((app) =>
    classes.map((dayClass) => (before: string | undefined) => dayQuery(app, dayClass, part, before)),
  );
}

/** Returns the parts of days in UTC that a period has, newest first: no event has a clock before or after these. */
export function daysOf({ from, to }: Period, now: number): PartOfDay[] {
  const [first, end] = [Math.max(from, MIN_TIMESTAMP), Math.min(to, now + MAX_AHEAD_MS + 1)];
  const parts: PartOfDay[] = [];
  for (let until = end; until > first; ) {
    const midnight = until - 1 - ((until - 1) % DAY_MS);
    parts.push({ from: Math.max(first, midnight), to: until });
    until = midnight;
  }
  return parts;
}
