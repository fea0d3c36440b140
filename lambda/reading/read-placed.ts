import type { Item, Table } from '../table/table.ts';
import { getAll } from './get-all.ts';
import type { Placed } from './walk-apps.ts';

/** The items that are read at once: the largest are 20 MB together. */
const AT_ONCE = 50;

/** Reads the items whose keys these rows hold, in their order, and no more of them than are taken; one may have gone meanwhile. */
export async function* readPlaced(
  table: Table,
  placed: readonly Placed[],
): AsyncGenerator<Placed & { readonly item: Item | undefined }> {
  for (let from = 0; from < placed.length; from += AT_ONCE) {
    const some = placed.slice(from, from + AT_ONCE);
    const keys = new Map(some.map(({ row }) => [nameOf(row), keyOf(row)])); // a stream that has changed is there twice
    const items = new Map((await getAll(table, [...keys.values()])).map((item) => [nameOf(item), item]));
    for (const one of some) yield { ...one, item: items.get(nameOf(one.row)) };
  }
}

const keyOf = ({ pk = { S: '' }, sk = { S: '' } }: Item): Item => ({ pk, sk });

const nameOf = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;
