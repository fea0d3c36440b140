import { rowPosition, rowsQuery } from '../table/history.ts';
import { readPosition, rowClasses, stateKey, streamPartition } from '../table/keys.ts';
import { numberIn } from '../table/state-item.ts';
import type { Item } from '../table/table.ts';
import { listedPage } from './newest.ts';
import type { OneStream } from './rows.ts';
import { iso } from './stream-json.ts';

/** One page of the history of a stream that may not exist; undefined when it was never heard of. */
export async function listStreamEvents(stream: OneStream, limit: number, before?: string) {
  const { table, app, id } = stream;
  const [state, page] = await Promise.all([table.get(stateKey(app, id), true), listEvents(stream, limit, before)]);
  return state && page;
}

/** One page of a stream's history, newest first, from just before a position on. */
export async function listEvents({ table, app, id, now }: OneStream, limit: number, before?: string) {
  const sources = rowClasses.map((rowClass) => (from?: string) => ({
    ...rowsQuery(streamPartition(app, id), rowClass, from),
    ConsistentRead: true,
  }));
  const { rows, cursor } = await listedPage(table, sources, limit, before, now);
  return { events: rows.map(eventJson), cursor };
}

function eventJson(row: Item) {
  return {
    action: row.action?.S ?? '',
    at: iso(readPosition(rowPosition(row)).at),
    receivedAt: iso(numberIn(row, 'receivedAt')),
    outcome: row.outcome?.S ?? '',
    fields: JSON.parse(row.fields?.S ?? '{}'),
  };
}
