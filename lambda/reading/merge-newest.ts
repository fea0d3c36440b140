import { positionOfRow } from '../table/history.ts';
import type { Item, Query, Table } from '../table/table.ts';

/** Asks for rows newest first, from just before a position on. */
export type RowSource = (before: string | undefined) => Query;

/** Some rows, and whether there are more behind the last. */
export interface RowPage {
  readonly rows: Item[];
  readonly more: boolean;
}

/**
 * Reads the newest rows of several sources together, each row at a position that no other has: at most `limit` + 1 rows of
 * each source, in one page of 1 MB. Where these are very large there are fewer than `limit`, and more behind them.
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
  // Behind the last row of a source that has more, another source may be ahead of what that one goes on with.
  const ends = pages.flatMap(({ items, more }) => (more ? items.slice(-1).map(positionOf) : []));
  const settled = candidates.filter(({ position }) => ends.every((end) => position >= end)).slice(0, limit);
  return { rows: settled.map(({ item }) => item), more: settled.length < candidates.length || ends.length > 0 };
}
