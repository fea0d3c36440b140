import { BATCH_SIZE, getAll } from '../table/get-all.ts';
import { readPartition } from '../table/read-partition.ts';
import { expectedPartition, keyText, stateKey } from '../table/row-keys.ts';
import { type ExpectedStream, readExpectedRow } from '../table/rows/expected-row.ts';
import { livenessAttributes } from '../table/rows/liveness-attributes.ts';
import { clockAttribute, readStateRow, type StoredState } from '../table/rows/state-row.ts';
import type { Table } from '../table/table.ts';

/** The maximum number of expected streams in a table: adding more is refused. */
export const MAX_EXPECTED = 1_000;

/** The attributes of a state that are read: those that decide whether the stream is live, its name, and its key. */
const stateAttributes = [...livenessAttributes, 'name', clockAttribute('name'), 'pk', 'sk'];

/** Reads all expected streams: one query, unless their names are so long that they take more than 1 MB. */
export async function readExpected(table: Table): Promise<ExpectedStream[]> {
  return (await readPartition(table, expectedPartition)).map(readExpectedRow);
}

/** Reads the state of a stream, as far as `expectationOf` needs it, and its name; undefined when it was never seen. */
export async function readState(table: Table, app: string, id: string): Promise<StoredState | undefined> {
  const [item] = await getAll(table, [stateKey(app, id)], stateAttributes);
  return item && readStateRow(item);
}

/**
 * Reads the states of expected streams lazily, as `readState` does, or only these `attributes` and the key of each; undefined
 * for a stream that was never seen.
 */
export async function* readStates(
  table: Table,
  expected: readonly ExpectedStream[],
  attributes: readonly string[] = stateAttributes,
): AsyncGenerator<readonly [ExpectedStream, StoredState | undefined]> {
  for (let from = 0; from < expected.length; from += BATCH_SIZE) {
    const batch = expected.slice(from, from + BATCH_SIZE);
    const items = await getAll(
      table,
      batch.map(({ app, id }) => stateKey(app, id)),
      attributes,
    );
    const byKey = new Map(items.map((item) => [keyText(item), item]));
    for (const stream of batch) {
      const item = byKey.get(keyText(stateKey(stream.app, stream.id)));
      yield [stream, item && readStateRow(item)];
    }
  }
}
