import { decideStatus, type Status } from '../stream/state.ts';
import { statusQuery } from '../table/queries.ts';
import { readStateRow, statusPositionOf } from '../table/rows/state-row.ts';
import type { Item, Table } from '../table/table.ts';
import type { FailingStreams } from './failing-streams.ts';
import { mergeNewest, type RowPage } from './merge-newest.ts';
import { isScanned, listedStatuses, type StatusFilter } from './stream-filter.ts';
import type { ListSection } from './walk-apps.ts';

/**
 * Returns the sections of a list of streams, one a status. Where only failing streams of a status are listed, they are found by
 * their errors, unless there are too many; they have the same order and positions as in the index by status.
 */
export function toStreamSections(
  table: Table,
  filters: readonly StatusFilter[],
  failing: FailingStreams,
): readonly ListSection[] {
  return listedStatuses(filters).map((status) => {
    const read: ListSection['read'] = (apps, limit, behind) => {
      const sources = apps.map((app) => (before?: string) => statusQuery(app, status, before));
      return mergeNewest(table, sources, limit, behind, statusPositionOf);
    };
    const section = { name: status, positionOf: statusPositionOf, read };
    return isScanned(filters, status) ? section : onlyFailing(section, status, failing);
  });
}

function onlyFailing(section: ListSection, status: Status, failing: FailingStreams): ListSection {
  return {
    ...section,
    queriesPerApp: 2, // the last hour may be of two days
    read: async (apps, limit, behind) => {
      const group = await failing.of(apps);
      if (group === 'nextPage') return undefined;
      return group === 'tooMany' ? section.read(apps, limit, behind) : toRowPage(group, status, limit, behind);
    },
  };
}

/** Returns the states of a status among these, newest first, from just before a position on. */
function toRowPage(states: readonly Item[], status: Status, limit: number, before: string | undefined): RowPage {
  const rows = states
    .filter((state) => decideStatus(readStateRow(state).state).status === status)
    .filter((state) => before === undefined || statusPositionOf(state) < before)
    .sort((a, b) => (statusPositionOf(a) < statusPositionOf(b) ? 1 : -1));
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}
