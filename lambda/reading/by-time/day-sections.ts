import { daysOf, type Period } from '../../table/days-of-period.ts';
import { dayQuery, type PartOfDay } from '../../table/queries.ts';
import { type DayClass, dayOf } from '../../table/row-keys.ts';
import { dayPositionOf } from '../../table/rows/event-row.ts';
import type { Table } from '../../table/table.ts';
import { mergeNewest, type RowSource } from '../merge-newest.ts';
import type { ListSection } from '../walk-apps.ts';

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
