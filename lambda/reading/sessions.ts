import { type Boundary, countSettled, sessionsOf } from '../stream/session-times.ts';
import { knownBoundaries, type State } from '../stream/state.ts';
import { boundariesQuery, boundaryAt, isUnexpired, positionOfRow } from '../table/history.ts';
import type { Item } from '../table/table.ts';
import { MAX_LISTED, readRowsUntil, type StreamRef } from './read-rows-until.ts';
import { toSessionJson } from './stream-json.ts';

/** The rows of a stream's history that tell of its newest sessions for sure, whatever stands behind those that were read. */
export async function readLifecycle({ table, app, id }: StreamRef): Promise<Item[]> {
  const { rows, more } = await readRowsUntil(
    table,
    (before) => boundariesQuery(app, id, before),
    (read) => sessionsOf(settledBoundaries(read)).length >= MAX_LISTED,
  );
  return more ? rows.slice(0, settledBoundaries(rows).length) : rows;
}

/** The newest sessions, the newest first; the state knows the newest of all, whose rows may have expired. */
export function toSessionsJson(rows: readonly Item[], state: State, now: number) {
  const boundaries = rows.filter((row) => isUnexpired(row, now)).map(toBoundary);
  const sessions = sessionsOf([...knownBoundaries(state), ...boundaries]);
  return sessions
    .slice(-MAX_LISTED)
    .reverse()
    .map((session) => toSessionJson(session, now));
}

const toBoundary = (row: Item): Boundary => boundaryAt(positionOfRow(row));

function settledBoundaries(rows: readonly Item[]): Boundary[] {
  const boundaries = rows.map(toBoundary);
  return boundaries.slice(0, countSettled(boundaries));
}
