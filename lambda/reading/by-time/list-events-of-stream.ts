import { historyRowClasses, stateKey, streamPartition } from '../../table/row-keys.ts';
import { readEventRow } from '../../table/rows/event-row.ts';
import { isUnexpired } from '../../table/rows/expiry.ts';
import type { Item } from '../../table/table.ts';
import { FULL_CHUNK_SIZE, fillFromChunks } from '../fill-from-chunks.ts';
import { historySource, toEventJson } from '../stream-events.ts';
import type { StreamRef } from '../stream-ref.ts';
import { rowClassOfAction } from './event-class.ts';
import type { PeriodPage } from './period.ts';
import { readStreamChunk } from './stream-chunk.ts';

/** The options of a list of one stream. */
export interface StreamQuery extends PeriodPage {
  readonly limit: number;
}

/** Lists one page of a stream's history, newest first; undefined when there is no such stream. */
export async function listEventsOfStream(
  stream: StreamRef,
  { period, action, ...query }: StreamQuery & { readonly action?: string | undefined },
) {
  const { table, app, id, now } = stream;
  const classes =
    action === undefined ? historyRowClasses : [rowClassOfAction(action)].filter((one) => one !== undefined);
  const sources = classes.map((rowClass) => historySource(streamPartition(app, id), rowClass));
  const isListed = (row: Item) =>
    isUnexpired(row, now) && (action === undefined || readEventRow(row).action === action);
  const [state, { page, cursor }] = await Promise.all([
    table.get(stateKey(app, id), true),
    fillFromChunks({
      ...query,
      chunkSize: action === undefined ? query.limit : FULL_CHUNK_SIZE,
      readChunk: (size, before) => readStreamChunk(table, sources, period, size, before),
      toPageRows: (rows) =>
        rows.map(({ row, position }) => ({ json: isListed(row) ? toEventJson(row) : undefined, position })),
    }),
  ]);
  return state && { events: page, cursor };
}
