import type { Period } from '../../table/days-of-period.ts';
import { parsePosition, positionOfRow, toPosition } from '../../table/row-keys.ts';
import type { Item, Table } from '../../table/table.ts';
import type { Chunk } from '../fill-from-chunks.ts';
import { mergeNewest, type RowSource } from '../merge-newest.ts';

/** Reads rows of one stream within a period, newest first, from just before a position on. */
export async function readStreamChunk(
  table: Table,
  sources: readonly RowSource[],
  { from, to }: Period,
  size: number,
  before?: string,
): Promise<Chunk> {
  const end = Number.isFinite(to) ? toPosition(to, '') : undefined;
  const start = end !== undefined && (before === undefined || before > end) ? end : before;
  const { rows, more } = await mergeNewest(table, sources, size, start);
  const within = rows.filter((row) => clockOf(row) >= from).map((row) => ({ row, position: positionOfRow(row) }));
  const hasMore = more && within.length === rows.length;
  return { rows: within, next: hasMore ? (within.at(-1)?.position ?? null) : null };
}

const clockOf = (row: Item): number => parsePosition(positionOfRow(row)).at;
