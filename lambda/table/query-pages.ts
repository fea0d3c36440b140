import type { Item, Query, Table } from './table.ts';

/** Yields the pages of a query that goes on behind the position of a row; the first has no such position. Who has enough stops. */
export async function* queryPages(
  table: Table,
  toQuery: (end?: string) => Query,
  positionOf: (row: Item) => string,
): AsyncGenerator<Item[], void> {
  for (let end: string | undefined, more = true; more; ) {
    const page = await table.query(toQuery(end));
    yield page.items;
    end = positionOf(page.items.at(-1) ?? {});
    more = page.more;
  }
}
