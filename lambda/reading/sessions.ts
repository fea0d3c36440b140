import { type Boundary, countSettled, sessionsOf } from '../stream/session-times.ts';
import { knownBoundaries, type State } from '../stream/state.ts';
import { boundaryRowsQuery, readBoundaryRow } from '../table/rows/event-row.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import type { Item } from '../table/table.ts';
import { MAX_LISTED, readRowsUntil } from './read-rows-until.ts';
import { toSessionJson } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** Reads the rows that settle a stream's newest sessions, whatever older rows are left unread. */
export async function readLifecycle({ table, app, id }: StreamRef): Promise<Item[]> {
  const { rows, more } = await readRowsUntil(
    table,
    (before) => boundaryRowsQuery(app, id, before),
    (read) => sessionsOf(settledBoundaries(read)).length >= MAX_LISTED,
  );
  return more ? rows.slice(0, settledBoundaries(rows).length) : rows;
}

/** Returns the newest sessions, newest first; the state knows the newest one, whose rows may have expired. */
export function toSessionsJson(rows: readonly Item[], state: State, now: number) {
  const boundaries = rows.filter((row) => isUnexpired(row, now)).map(readBoundaryRow);
  const sessions = sessionsOf([...knownBoundaries(state), ...boundaries]);
  return sessions
    .slice(-MAX_LISTED)
    .reverse()
    .map((session) => toSessionJson(session, now));
}

function settledBoundaries(rows: readonly Item[]): Boundary[] {
  const boundaries = rows.map(readBoundaryRow);
  return boundaries.slice(0, countSettled(boundaries));
}
