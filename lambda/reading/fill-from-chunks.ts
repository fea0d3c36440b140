import type { PageRow } from './fill-page.ts';
import { encodeCursor } from './parameters.ts';
import { ResponseBudget } from './response-budget.ts';
import type { PositionedRow } from './walk-apps.ts';

/** Some rows of a list, newest first, before those that are not listed are left out. */
export interface Chunk {
  readonly rows: readonly PositionedRow[];
  /** The position behind which the next one begins; null when there is none. */
  readonly next: string | null;
}

/** A list of which only some rows are listed. */
interface ChunkedList<T> {
  readonly limit: number;
  /** The end of the previous page. */
  readonly before: string | undefined;
  /** What the cursor has in front of the end of a page. */
  readonly prefix: string;
  /** The rows of the first chunk. */
  readonly chunkSize: number;
  readonly readChunk: (size: number, before: string | undefined) => Promise<Chunk>;
  /** Yields each row in its order, with its JSON if it is listed. */
  readonly toPageRows: (rows: readonly PositionedRow[]) => AsyncIterable<PageRow<T>> | Iterable<PageRow<T>>;
}

/** The rows that are read at once where a filter selects some of them, and at most. */
export const FULL_CHUNK_SIZE = 100;

/** A chunk has so many times the rows of the one before. */
const GROWTH = 4;

/** Chunks of one page, each of sequential requests; then it ends early. */
const MAX_CHUNKS = 5;

/** Reads rows until a page is full, or `MAX_CHUNKS` are read; a page with fewer rows, even none, may have a cursor. */
export async function fillFromChunks<T extends object>(
  list: ChunkedList<T>,
): Promise<{ page: T[]; cursor: string | null }> {
  const page: T[] = [];
  const budget = new ResponseBudget();
  const endAt = (position: string | null) => ({ page, cursor: position && encodeCursor(list.prefix + position) });
  let behind = list.before;
  for (let chunks = 1, size = list.chunkSize; ; chunks++) {
    const { rows, next } = await list.readChunk(size, behind);
    for await (const { json, position, endsPage } of list.toPageRows(rows)) {
      if (json !== undefined && !budget.take(json)) return endAt(behind ?? null);
      if (json !== undefined) page.push(json);
      behind = position;
      if (page.length === list.limit || endsPage) return endAt(position === rows.at(-1)?.position ? next : position);
    }
    if (next === null || chunks === MAX_CHUNKS || rows.length < size) return endAt(next);
    behind = next;
    size = Math.min(GROWTH * size, FULL_CHUNK_SIZE);
  }
}
