import { countSure, type Edge, sessionsOf } from '../stream/sessions.ts';
import { edgesIn, type State } from '../stream/state.ts';
import { edgeAt, edgesQuery, isListed, rowPosition } from '../table/history.ts';
import type { Item } from '../table/table.ts';
import { NEWEST, type OneStream, rowsUntil } from './rows.ts';
import { sessionJson } from './stream-json.ts';

/** The rows of a stream's history that tell of its newest sessions. */
export function readLifecycle({ table, app, id }: OneStream): Promise<Item[]> {
  return rowsUntil(
    table,
    (before) => edgesQuery(app, id, before),
    (rows) => countSessions(rows.map(edgeOf)) >= NEWEST,
  );
}

/** The newest sessions, the newest first; the state knows the newest of all, whose rows may have expired. */
export function sessionsJson(rows: readonly Item[], state: State, now: number) {
  const told = rows.filter((row) => isListed(row, now)).map(edgeOf);
  const sessions = sessionsOf([...edgesIn(state), ...told]);
  return sessions
    .slice(-NEWEST)
    .reverse()
    .map((session) => sessionJson(session, now));
}

const edgeOf = (row: Item): Edge => edgeAt(rowPosition(row));

/** How many sessions the edges tell of for sure. */
const countSessions = (edges: Edge[]): number => sessionsOf(edges.slice(0, countSure(edges))).length;
