import { keyText, streamPartitionOf } from '../../table/row-keys.ts';
import { readStateRow, readStreamName } from '../../table/rows/state-row.ts';
import type { Table } from '../../table/table.ts';
import { FULL_CHUNK_SIZE, fillFromChunks } from '../fill-from-chunks.ts';
import type { PageRow } from '../fill-page.ts';
import { toSessionJson } from '../stream-json.ts';
import { type PositionedRow, walkApps } from '../walk-apps.ts';
import { toDaySections } from './day-sections.ts';
import { readEndedSessions } from './ended-sessions.ts';
import type { PeriodQuery } from './event-list.ts';
import { readStates } from './read-states.ts';
import { resolveStreams } from './resolve-streams.ts';

/** Of the rows that may end a session about the half are starts that end none. */
const ROWS_PER_SESSION = 2;

/** Returns how many rows are read first for a page of sessions. */
export const chunkSizeOf = (limit: number): number => Math.min(ROWS_PER_SESSION * limit, FULL_CHUNK_SIZE);

/** Lists one page of the sessions over all streams that have ended in a period, by their ends, newest first. */
export async function listAllSessions(table: Table, { apps, period, ...query }: PeriodQuery, now: number) {
  const sections = toDaySections(table, ['lifecycle', 'presumed'], period, now);
  const { page, cursor } = await fillFromChunks({
    ...query,
    chunkSize: chunkSizeOf(query.limit),
    readChunk: (size, before) => walkApps(sections, apps, size, before),
    toPageRows: (rows) => readSessionRows(table, rows, now),
  });
  return { sessions: page, cursor };
}

async function* readSessionRows(table: Table, rows: readonly PositionedRow[], now: number) {
  const states = await readStates(table, rows);
  const sessions = await resolveStreams(rows, states, (state, ofStream) =>
    readEndedSessions({ table, ...readStreamName(state), now }, readStateRow(state).state, ofStream),
  );
  for (const { row, position } of rows) {
    const [state, session] = [states.get(streamPartitionOf(row)), sessions.get(keyText(row))];
    const json = state && session && { ...readStreamName(state), ...toSessionJson(session, now) };
    yield { json, position } satisfies PageRow<object>;
  }
}
