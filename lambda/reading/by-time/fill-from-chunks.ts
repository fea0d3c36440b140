import type { PageRow } from '../fill-page.ts';
import { encodeCursor } from '../parameters.ts';
import { ResponseBudget } from '../response-budget.ts';
import type { PositionedRow } from '../walk-apps.ts';

/** Some rows of a list, newest first, before those that are not listed are left out. */
export interface Chunk {
  readonly rows: readonly PositionedRow[];
  /** The position behind which the next one begins; null when there is none. */
  readonly next: string | null;
}

/** A list of which only some rows are listed. */
export interface ChunkedList<T> {
  readonly limit: number;
  /** The end of the previous page. */
  readonly before: string | undefined;
  /** What the cursor has in front of the end of a page. */
  readonly prefix: string;
  /** The rows that are read at once. */
  readonly chunkSize: number;
  readonly readChunk: (size: number, before: string | undefined) => Promise<Chunk>;
  /** Yields each row in its order, with its JSON if it is listed. */
  readonly toPageRows: (rows: readonly PositionedRow[]) => AsyncIterable<PageRow<T>> | Iterable<PageRow<T>>;
}

/** The rows that are read for one page; then it ends early. */
const MAX_READ_ROWS = 500;

/** Reads rows until a page is full, or many of them are read; a page with fewer rows, even none, may have a cursor. */
export async function fillFromChunks<T extends object>(
  list: ChunkedList<T>,
): Promise<{ page: T[]; cursor: string | null }> {
  const page: T[] = [];
  const budget = new ResponseBudget();
  const endAt = (position: string | null) => ({ page, cursor: position && encodeCursor(list.prefix + position) });
  let behind = list.before;
  for (let read = 0; ; ) {
    const { rows, next } = await list.readChunk(list.chunkSize, behind);
    for await (const { json, position, endsPage } of list.toPageRows(rows)) {
      if (json !== undefined && !budget.take(json)) return endAt(behind ?? null);
      if (json !== undefined) page.push(json);
      behind = position;
      if (page.length === list.limit || endsPage) return endAt(position === rows.at(-1)?.position ? next : position);
    }
    read += rows.length;
    if (next === null || read >= MAX_READ_ROWS || rows.length < list.chunkSize) return endAt(next);
    behind = next;
  }
}
