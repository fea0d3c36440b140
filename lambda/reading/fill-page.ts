import { encodeCursor } from './parameters.ts';
import type { ResponseBudget } from './response-budget.ts';

/** A row on its way into a page. */
export interface PageRow<T> {
  /** Undefined where the row is no longer listed. */
  readonly json: T | undefined;
  /** Where a page that ends with this row goes on. */
  readonly position: string;
}

/**
 * One page: the rows from the first on that fit the budget, of which the first always does, since a row is cut when it is
 * kept; and the cursor of the next page, `next` being where that goes on when all of them fit.
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
