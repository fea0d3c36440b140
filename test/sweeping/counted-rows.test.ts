import { expect, test } from 'vitest';
import { findFailing } from '../../lambda/sweeping/find-failing.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { type Query, Table } from '../../lambda/table/table.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, NOW } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';

const engine = useEngine();
const PAGE = 4_000;

/** A table with pages of so many rows, as those of large rows are. */
class SmallPages extends Table {
  override query(query: Query) {
    return super.query({ ...query, Limit: PAGE });
  }
}

test('a sweep counts the streams of the newest errors when there are more than it reads', async () => {
  const error = (id: string, n: number) =>
    toEventRow(buildEvent({ action: 'encoderNotOpenedError', id, timestamp: NOW - 300 * n }), 30, true);
  const rows = Array.from({ length: 3 * PAGE }, (_, n) => error(`noisy-${n % 3}`, n)).map(
    ({ pk, sk, statusKey, statusPosition }) => ({ pk, sk, statusKey, statusPosition }) as ReturnType<typeof error>,
  );
  const table = new SmallPages(engine().client, STREAMS_TABLE);
  const count = async () => (await findFailing(table, 'LiveApp', NOW - 3_600_000, NOW)).size;
  await putAll(engine().client, [...rows, error('quiet', 3 * PAGE - 0.5)]);
  expect(await count()).toBe(3);
  await putAll(engine().client, [error('new', 0.5)]);
  expect(await count()).toBe(4);
});
