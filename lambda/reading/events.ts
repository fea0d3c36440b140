import { isUnexpired, positionOfRow, rowsQuery } from '../table/history.ts';
import { parsePosition, rowClasses, stateKey, streamPartition } from '../table/keys.ts';
import { numberAttribute } from '../table/state-item.ts';
import type { Item } from '../table/table.ts';
import { fillPage } from './fill-page.ts';
import { mergeNewest, type RowPage } from './merge-newest.ts';
import type { StreamRef } from './read-rows-until.ts';
import { ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';

/** One page of the history of a stream that may not exist; undefined when it was never heard of. */
export async function listStreamEvents(stream: StreamRef, limit: number, before?: string) {
  const { table, app, id } = stream;
  const [state, rows] = await Promise.all([table.get(stateKey(app, id), true), readEvents(stream, limit, before)]);
  return state && toEventPage(rows, stream.now, new ResponseBudget());
}

/** Reads a page of a stream's history, newest first, from just before a position on. */
export function readEvents({ table, app, id }: StreamRef, limit: number, before?: string): Promise<RowPage> {
  const sources = rowClasses.map((rowClass) => (from?: string) => ({
    ...rowsQuery(streamPartition(app, id), rowClass, from),
    ConsistentRead: true,
  }));
  return mergeNewest(table, sources, limit, before);
}

/** The events of these rows that are not expired, as far as they fit. */
export async function toEventPage({ rows, more }: RowPage, now: number, budget: ResponseBudget) {
  const events = rows.map((row) => ({
    json: isUnexpired(row, now) ? toEventJson(row) : undefined,
    position: positionOfRow(row),
  }));
  const { page, cursor } = await fillPage(events, more ? positionOfRow(rows.at(-1) ?? {}) : null, budget);
  return { events: page, cursor };
}

function toEventJson(row: Item) {
  return {
    action: row.action?.S ?? '',
    at: iso(parsePosition(positionOfRow(row)).at),
    receivedAt: iso(numberAttribute(row, 'receivedAt')),
    outcome: row.outcome?.S ?? '',
    fields: JSON.parse(row.fields?.S ?? '{}'),
  };
}
