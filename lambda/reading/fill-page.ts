import { encodeCursor } from './parameters.ts';
import type { ResponseBudget } from './response-budget.ts';

/** A row that may go into a page. */
export interface PageRow<T> {
  /** Undefined when the row is no longer listed. */
  readonly json: T | undefined;
  /** The next page begins behind it if this row ends the page. */
  readonly position: string;
  /** Whether a page that is filled from chunks ends here, although it is not full. @default false */
  readonly endsPage?: boolean;
}

/**
 * Returns the rows that fit the budget, from the first on, and the cursor of the next page, which begins at `next` when all
 * of them fit. The first row always fits, since rows are cut when they are stored.
 */
export async function fillPage<T extends object>(
  rows: Iterable<PageRow<T>> | AsyncIterable<PageRow<T>>,
  next: string | null,
  budget: ResponseBudget,
): Promise<{ page: T[]; cursor: string | null }> {
  const page: T[] = [];
  let end: string | null = null;
  for await (const { json, position } of rows) {
    if (json !== undefined && !budget.take(json)) return { page, cursor: end && encodeCursor(end) };
    if (json !== undefined) page.push(json);
    end = position;
  }
  return { page, cursor: next && encodeCursor(next) };
}
