import { positionOfRow } from '../table/row-keys.ts';
import type { Item, Query, Table } from '../table/table.ts';

/** Queries rows newest first, from just before a position on. */
export type RowSource = (before: string | undefined) => Query;

/** A page of rows; `more` when further rows follow the last. */
export interface RowPage {
  readonly rows: readonly Item[];
  readonly more: boolean;
}

/**
 * Merges the newest rows of several sources, in which no two rows share a position. Reads at most `limit` + 1 rows of each
 * source, in one page of 1 MB: very large rows may make the page shorter than `limit`.
 */
export async function mergeNewest(
  table: Table,
  sources: readonly RowSource[],
  limit: number,
  before?: string,
  positionOf = positionOfRow,
): Promise<RowPage> {
  const pages = await Promise.all(sources.map((source) => table.query({ ...source(before), Limit: limit + 1 })));
  const candidates = pages.flatMap(({ items }) => items.map((item) => ({ item, position: positionOf(item) })));
  candidates.sort((a, b) => (a.position < b.position ? 1 : -1));
  // Rows behind the last one of a source that has more may come after rows of that source which are not read yet.
  const ends = pages.flatMap(({ items, more }) => (more ? items.slice(-1).map(positionOf) : []));
  const settled = candidates.filter(({ position }) => ends.every((end) => position >= end)).slice(0, limit);
  return { rows: settled.map(({ item }) => item), more: settled.length < candidates.length || ends.length > 0 };
}
