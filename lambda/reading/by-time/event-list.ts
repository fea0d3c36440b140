import { dayClasses, streamPartitionOf } from '../../table/row-keys.ts';
import { readEventRow } from '../../table/rows/event-row.ts';
import { isUnexpired } from '../../table/rows/expiry.ts';
import { nameAttributes, readStreamName } from '../../table/rows/state-row.ts';
import type { Item, Table } from '../../table/table.ts';
import type { ReadAppGroup } from '../apps.ts';
import { FULL_CHUNK_SIZE, fillFromChunks } from '../fill-from-chunks.ts';
import type { PageRow } from '../fill-page.ts';
import { readFullRows } from '../read-full-rows.ts';
import { toEventJson } from '../stream-events.ts';
import { type PositionedRow, walkApps } from '../walk-apps.ts';
import { toDaySections } from './day-sections.ts';
import { dayClassOfAction } from './event-class.ts';
import type { PeriodPage } from './period.ts';
import { readStates } from './read-states.ts';

/** The options of a list over all streams. */
export interface PeriodQuery extends PeriodPage {
  readonly apps: ReadAppGroup;
  readonly limit: number;
}

/** Lists one page of the events of a period over all streams, newest first. */
export async function listEvents(
  table: Table,
  { apps, action, period, ...query }: PeriodQuery & { readonly action: string | undefined },
  now: number,
) {
  const dayClass = action === undefined ? undefined : dayClassOfAction(action);
  if (action !== undefined && dayClass === undefined) return { events: [], cursor: null };
  const sections = toDaySections(table, dayClass === undefined ? dayClasses : [dayClass], period, now);
  const { page, cursor } = await fillFromChunks({
    ...query,
    chunkSize: action === undefined ? query.limit : FULL_CHUNK_SIZE,
    readChunk: (size, before) => walkApps(sections, apps, size, before),
    toPageRows: (rows) => readEventRows(table, rows, action, now),
  });
  return { events: page, cursor };
}

type ListedEvent = ReturnType<typeof toListedEvent>;

async function* readEventRows(
  table: Table,
  rows: readonly PositionedRow[],
  action: string | undefined,
  now: number,
): AsyncGenerator<PageRow<ListedEvent>> {
  const states = await readStates(table, rows, nameAttributes);
  for await (const { row, item, position } of readFullRows(table, rows)) {
    const state = states.get(streamPartitionOf(row));
    const isListed =
      item !== undefined && isUnexpired(item, now) && (action === undefined || readEventRow(item).action === action);
    yield { json: isListed && state !== undefined ? toListedEvent(state, item) : undefined, position };
  }
}

const toListedEvent = (state: Item, row: Item) => ({ ...readStreamName(state), ...toEventJson(row) });
