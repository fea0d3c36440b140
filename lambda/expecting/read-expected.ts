import { getAll } from '../table/get-all.ts';
import { keyText, stateKey } from '../table/keys.ts';
import { type ExpectedStream, expectedRowsQuery, readExpectedRow } from '../table/rows/expected-row.ts';
import { readStateRow, type StoredState } from '../table/rows/state-row.ts';
import type { Item, Table } from '../table/table.ts';

/** The maximum number of expected streams in a table: adding more is refused. */
export const MAX_EXPECTED = 1_000;

/** States that are read at once: the largest ones take 20 MB together. */
const BATCH_SIZE = 50;

/** Reads all expected streams: one query, unless their names are so long that they take more than 1 MB. */
export async function readExpected(table: Table): Promise<ExpectedStream[]> {
  const rows: Item[] = [];
  for (;;) {
    const { items, more } = await table.query(expectedRowsQuery(rows.at(-1)));
    rows.push(...items);
    if (!more) return rows.map(readExpectedRow);
  }
}

/** Reads the states of expected streams lazily; undefined for a stream that was never seen. */
export async function* readStates<T extends ExpectedStream>(
  table: Table,
  expected: readonly T[],
): AsyncGenerator<readonly [T, StoredState | undefined]> {
  for (let from = 0; from < expected.length; from += BATCH_SIZE) {
    const batch = expected.slice(from, from + BATCH_SIZE);
    const items = await getAll(
      table,
      batch.map(({ app, id }) => stateKey(app, id)),
    );
    const byKey = new Map(items.map((item) => [keyText(item), item]));
    for (const stream of batch) {
      const item = byKey.get(keyText(stateKey(stream.app, stream.id)));
      yield [stream, item && readStateRow(item)];
    }
  }
}
