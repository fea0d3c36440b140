import { rowsQuery } from '../table/queries.ts';
import { historyRowClasses, positionOfRow, stateKey, streamPartition } from '../table/row-keys.ts';
import { readEventRow } from '../table/rows/event-row.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import type { Item } from '../table/table.ts';
import { fillPage } from './fill-page.ts';
import { mergeNewest, type RowPage } from './merge-newest.ts';
import { ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** Lists one page of a stream's history; undefined when there is no such stream. */
export async function listStreamEvents(stream: StreamRef, limit: number, before?: string) {
  const { table, app, id } = stream;
  const [state, rows] = await Promise.all([table.get(stateKey(app, id), true), readEvents(stream, limit, before)]);
  return state && toEventPage(rows, stream.now, new ResponseBudget());
}

/** Reads a page of a stream's history, newest first, from just before a position on. */
export function readEvents({ table, app, id }: StreamRef, limit: number, before?: string): Promise<RowPage> {
  const sources = historyRowClasses.map((rowClass) => (from?: string) => ({
    ...rowsQuery(streamPartition(app, id), rowClass, from),
    ConsistentRead: true,
  }));
  return mergeNewest(table, sources, limit, before);
}

/** Returns the events of these rows that have not expired, as many as fit the budget. */
export async function toEventPage({ rows, more }: RowPage, now: number, budget: ResponseBudget) {
  const events = rows.map((row) => ({
    json: isUnexpired(row, now) ? toEventJson(row) : undefined,
    position: positionOfRow(row),
  }));
  const { page, cursor } = await fillPage(events, more ? positionOfRow(rows.at(-1) ?? {}) : null, budget);
  return { events: page, cursor };
}

/** Returns the event of a row as the API shows it. */
export function toEventJson(row: Item) {
  const { action, at, receivedAt, outcome, fields } = readEventRow(row);
  return { action, at: iso(at), receivedAt: iso(receivedAt), outcome, fields };
}
