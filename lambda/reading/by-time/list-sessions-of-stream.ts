import { decideStatus, type State } from '../../stream/state.ts';
import { sortKeyOf, stateKey } from '../../table/row-keys.ts';
import { boundaryRowsQuery } from '../../table/rows/boundary-row.ts';
import { presumedEndRowsQuery } from '../../table/rows/presumed-end-row.ts';
import { readStateRow } from '../../table/rows/state-row.ts';
import { fillFromChunks } from '../fill-from-chunks.ts';
import { encodeCursor } from '../parameters.ts';
import { toSessionJson } from '../stream-json.ts';
import type { StreamRef } from '../stream-ref.ts';
import type { PositionedRow } from '../walk-apps.ts';
import { readEndedSessions } from './ended-sessions.ts';
import { chunkSizeOf } from './list-all-sessions.ts';
import type { StreamQuery } from './list-events-of-stream.ts';
import { readStreamChunk } from './stream-chunk.ts';

/** Sorts behind the position of each row: the open session comes before all that have ended. */
const OPEN_POSITION = '999999999999999#1#open';

/**
 * Lists one page of a stream's sessions, newest first: its open one, unless the period ends before now, and those that have
 * ended in the period. Undefined when there is no such stream.
 */
export async function listSessionsOfStream(stream: StreamRef, { limit, ...query }: StreamQuery) {
  const { table, app, id, now } = stream;
  const item = await table.get(stateKey(app, id), true);
  if (item === undefined) return undefined;
  const { state } = readStateRow(item);
  const open = query.before === undefined && query.period.to > now ? openSessionsOf(state, now) : [];
  if (open.length === limit) return { sessions: open, cursor: encodeCursor(query.prefix + OPEN_POSITION) };
  const sources = [boundaryRowsQuery, presumedEndRowsQuery].map(
    (toQuery) => (before?: string) => toQuery(app, id, before),
  );
  const { page, cursor } = await fillFromChunks({
    ...query,
    limit: limit - open.length,
    chunkSize: chunkSizeOf(limit),
    readChunk: (size, before) => readStreamChunk(table, sources, query.period, size, before),
    toPageRows: (rows) => readSessions(stream, state, rows),
  });
  return { sessions: [...open, ...page], cursor };
}

async function* readSessions(stream: StreamRef, state: State, positioned: readonly PositionedRow[]) {
  if (positioned.length === 0) return;
  const rows = positioned.map(({ row }) => row);
  const sessions = await readEndedSessions(stream, state, rows);
  for (const { row, position } of positioned) {
    const session = sessions.get(sortKeyOf(row));
    yield { json: session && toSessionJson(session, stream.now), position };
  }
}

/** Returns the session of a stream that is open, if there is one whose start is known. */
function openSessionsOf(state: State, now: number) {
  if (state.session?.endedAt !== null || decideStatus(state).status !== 'live') return [];
  return [toSessionJson({ ...state.session, endedAt: null, endReason: null }, now)];
}
