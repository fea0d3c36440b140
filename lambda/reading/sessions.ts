import { withPresumedEnds } from '../stream/presumed-sessions.ts';
import { type Boundary, countSettled, sessionsOf } from '../stream/session-times.ts';
import { decideStatus, knownBoundaries, type State } from '../stream/state.ts';
import { boundaryRowsQuery, readBoundaryRow } from '../table/rows/event-row.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import { presumedEndRowsQuery, readPresumedEndRow } from '../table/rows/presumed-end-row.ts';
import type { Item } from '../table/table.ts';
import type { RowPage } from './merge-newest.ts';
import { MAX_LISTED, readRowsUntil } from './read-rows-until.ts';
import { toSessionJson } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** The rows that a stream's sessions are made of, newest first. */
export interface SessionRows {
  readonly lifecycle: readonly Item[];
  readonly presumedEnds: readonly Item[];
}

/** Reads the rows that settle a stream's newest sessions, whatever older rows are left unread. */
export async function readSessionRows(stream: StreamRef): Promise<SessionRows> {
  const [{ rows, more }, presumedEnds] = await Promise.all([readLifecycle(stream), readPresumedEnds(stream)]);
  if (!more) return { lifecycle: rows, presumedEnds };
  const settled = settledBoundaries(rows);
  const from = settled.at(-1)?.at ?? Number.POSITIVE_INFINITY; // an earlier end is of a session that is not listed
  return {
    lifecycle: rows.slice(0, settled.length),
    presumedEnds: presumedEnds.filter((row) => readPresumedEndRow(row).at >= from),
  };
}

function readLifecycle({ table, app, id }: StreamRef): Promise<RowPage> {
  return readRowsUntil(
    table,
    (before) => boundaryRowsQuery(app, id, before),
    (read) => sessionsOf(settledBoundaries(read)).length >= MAX_LISTED,
  );
}

/** Reads the newest presumed ends: a session has one at most that no heartbeat contradicts. */
async function readPresumedEnds({ table, app, id }: StreamRef): Promise<Item[]> {
  return (await table.query({ ...presumedEndRowsQuery(app, id), Limit: MAX_LISTED })).items;
}

/** Returns the newest sessions, newest first; the state knows the newest one, whose rows may have expired. */
export function toSessionsJson({ lifecycle, presumedEnds }: SessionRows, state: State, now: number) {
  const boundaries = lifecycle.filter((row) => isUnexpired(row, now)).map(readBoundaryRow);
  const presumed = presumedEnds.filter((row) => isUnexpired(row, now)).map(readPresumedEndRow);
  const { status, at } = decideStatus(state);
  const ofHooks = sessionsOf([...knownBoundaries(state), ...boundaries]);
  const sessions = withPresumedEnds(ofHooks, presumed, status === 'presumedEnded' ? at : null);
  return sessions
    .slice(-MAX_LISTED)
    .reverse()
    .map((session) => toSessionJson(session, now));
}

function settledBoundaries(rows: readonly Item[]): Boundary[] {
  const boundaries = rows.map(readBoundaryRow);
  return boundaries.slice(0, countSettled(boundaries));
}
