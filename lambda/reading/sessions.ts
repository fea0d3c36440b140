import { withPresumedEnds } from '../stream/presumed-sessions.ts';
import { type Boundary, countSettled, sessionsOf } from '../stream/session-times.ts';
import { decideStatus, knownBoundaries, type State } from '../stream/state.ts';
import { boundaryRowsQuery, readBoundaryRow } from '../table/rows/event-row.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import { presumedEndRowsQuery, readPresumedEndRow } from '../table/rows/presumed-end-row.ts';
import type { Item } from '../table/table.ts';
import { MAX_LISTED, readRowsUntil } from './read-rows-until.ts';
import { toSessionJson } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** Reads the newest presumed ends of a stream: a session has one at most that no heartbeat contradicts. */
export async function readPresumedEnds({ table, app, id }: StreamRef): Promise<Item[]> {
  return (await table.query({ ...presumedEndRowsQuery(app, id), Limit: MAX_LISTED })).items;
}

/** Reads the rows that settle a stream's newest sessions, whatever older rows are left unread. */
export async function readLifecycle({ table, app, id }: StreamRef): Promise<Item[]> {
  const { rows, more } = await readRowsUntil(
    table,
    (before) => boundaryRowsQuery(app, id, before),
    (read) => sessionsOf(settledBoundaries(read)).length >= MAX_LISTED,
  );
  return more ? rows.slice(0, settledBoundaries(rows).length) : rows;
}

/** The rows that a stream's sessions are made of. */
export interface SessionRows {
  readonly lifecycle: readonly Item[];
  readonly presumedEnds: readonly Item[];
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
