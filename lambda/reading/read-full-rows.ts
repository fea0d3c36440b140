import type { Item, Table } from '../table/table.ts';
import { getAll } from './get-all.ts';
import type { PositionedRow } from './walk-apps.ts';

/** The items that are read at once: the largest are 20 MB together. */
const BATCH_SIZE = 50;

/** Reads the items whose keys these rows hold, in their order, and no more of them than are taken; one may have gone meanwhile. */
export async function* readFullRows(
  table: Table,
  positioned: readonly PositionedRow[],
): AsyncGenerator<PositionedRow & { readonly item: Item | undefined }> {
  for (let from = 0; from < positioned.length; from += BATCH_SIZE) {
    const batch = positioned.slice(from, from + BATCH_SIZE);
    const keys = new Map(batch.map(({ row }) => [keyText(row), keyOf(row)])); // a stream that has changed is there twice
    const items = new Map((await getAll(table, [...keys.values()])).map((item) => [keyText(item), item]));
    for (const row of batch) yield { ...row, item: items.get(keyText(row.row)) };
  }
}

const keyOf = ({ pk = { S: '' }, sk = { S: '' } }: Item): Item => ({ pk, sk });

const keyText = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;
