import { rowsQuery } from '../table/queries.ts';
import { type HistoryRowClass, historyRowClasses, positionOfRow, streamPartition } from '../table/row-keys.ts';
import { readEventRow } from '../table/rows/event-row.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import type { Item } from '../table/table.ts';
import { fillPage } from './fill-page.ts';
import { mergeNewest, type RowPage, type RowSource } from './merge-newest.ts';
import type { ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** Reads a page of a stream's history, newest first. */
export function readEvents({ table, app, id }: StreamRef, limit: number): Promise<RowPage> {
  const sources = historyRowClasses.map((rowClass) => historySource(streamPartition(app, id), rowClass));
  return mergeNewest(table, sources, limit);
}

/** The rows of a class in a stream's history. */
export const historySource =
  (partition: string, rowClass: HistoryRowClass): RowSource =>
  (before) => ({ ...rowsQuery(partition, rowClass, before), ConsistentRead: true });

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
