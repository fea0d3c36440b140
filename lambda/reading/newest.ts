import { isListed, rowPosition } from '../table/history.ts';
import type { Item, Query, Table } from '../table/table.ts';
import { cursorOf } from './parameters.ts';

/** Asks for rows newest first, from just before a position on. */
export type Source = (before: string | undefined) => Query;

export interface Page {
  readonly rows: Item[];
  /** Where the next page goes on; null when this is the last. */
  readonly next: string | null;
}

/** What an answer may hold of stored rows, in bytes of JSON: Lambda hands on at most 6 MB. */
export const MAX_ANSWER = 4_000_000;

/**
 * The newest rows of several sources together, each row at a position that no other has. It reads at most
 * `limit` + 1 rows of each. A page of very large rows is shorter than `limit`, and has a `next`.
 */
export async function newestOf(
  table: Table,
  sources: readonly Source[],
  limit: number,
  before?: string,
  positionOf = rowPosition,
): Promise<Page> {
  const pages = await Promise.all(sources.map((source) => table.query({ ...source(before), Limit: limit + 1 })));
  const known = pages.flatMap(({ items }) => items.map((item) => ({ item, position: positionOf(item) })));
  known.sort((a, b) => (a.position < b.position ? 1 : -1));
  // Behind the last row of a source that has more, another source may be ahead of what that one goes on with.
  const ends = pages.flatMap(({ items, more }) => (more ? items.slice(-1).map(positionOf) : []));
  const sure = known.filter(({ position }) => ends.every((end) => position >= end)).slice(0, limit);
  const rows = fitting(sure, ({ item }) => item);
  const complete = rows.length === known.length && ends.length === 0;
  return { rows: rows.map(({ item }) => item), next: complete ? null : (rows.at(-1)?.position ?? null) };
}

/** One page of rows that expire: those that are still told, and the cursor of the next page. */
export async function listedPage(
  table: Table,
  sources: readonly Source[],
  limit: number,
  before: string | undefined,
  now: number,
) {
  const { rows, next } = await newestOf(table, sources, limit, before);
  return { rows: rows.filter((row) => isListed(row, now)), cursor: next === null ? null : cursorOf(next) };
}

/** As many, from the first on, as there is room for (bytes of JSON); at least one. */
export function fitting<T>(rows: readonly T[], itemOf: (row: T) => object, max = MAX_ANSWER): T[] {
  let room = max;
  const end = rows.findIndex((row, index) => {
    room -= Buffer.byteLength(JSON.stringify(itemOf(row)));
    return room < 0 && index > 0;
  });
  return rows.slice(0, end < 0 ? rows.length : end);
}
