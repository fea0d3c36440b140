import { isListed, rowPosition, rowsQuery } from '../table/history.ts';
import { readPosition, rowClasses, stateKey, streamPartition } from '../table/keys.ts';
import { numberIn } from '../table/state-item.ts';
import type { Item } from '../table/table.ts';
import { AnswerBudget } from './answer-budget.ts';
import { fillPage } from './fill-page.ts';
import { mergeNewest, type Rows } from './merge-newest.ts';
import type { OneStream } from './rows-until.ts';
import { iso } from './stream-json.ts';

/** One page of the history of a stream that may not exist; undefined when it was never heard of. */
export async function listStreamEvents(stream: OneStream, limit: number, before?: string) {
  const { table, app, id } = stream;
  const [state, rows] = await Promise.all([table.get(stateKey(app, id), true), readEvents(stream, limit, before)]);
  return state && listEvents(rows, stream.now, new AnswerBudget());
}

/** Reads a page of a stream's history, newest first, from just before a position on. */
export function readEvents({ table, app, id }: OneStream, limit: number, before?: string): Promise<Rows> {
  const sources = rowClasses.map((rowClass) => (from?: string) => ({
    ...rowsQuery(streamPartition(app, id), rowClass, from),
    ConsistentRead: true,
  }));
  return mergeNewest(table, sources, limit, before);
}

/** The events of these rows that are not expired, as far as they fit. */
export async function listEvents({ rows, more }: Rows, now: number, budget: AnswerBudget) {
  const events = rows.map((row) => ({
    json: isListed(row, now) ? eventJson(row) : undefined,
    position: rowPosition(row),
  }));
  const { page, cursor } = await fillPage(events, more ? rowPosition(rows.at(-1) ?? {}) : null, budget);
  return { events: page, cursor };
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
