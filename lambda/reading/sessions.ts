import { countSure, type Edge, sessionsOf } from '../stream/session-times.ts';
import { edgesIn, type State } from '../stream/state.ts';
import { edgeAt, edgesQuery, isListed, rowPosition } from '../table/history.ts';
import type { Item } from '../table/table.ts';
import { NEWEST, type OneStream, rowsUntil } from './rows-until.ts';
import { sessionJson } from './stream-json.ts';

/** The rows of a stream's history that tell of its newest sessions for sure, whatever stands behind those that were read. */
export async function readLifecycle({ table, app, id }: OneStream): Promise<Item[]> {
  const { rows, more } = await rowsUntil(
    table,
    (before) => edgesQuery(app, id, before),
    (read) => sessionsOf(sureEdges(read)).length >= NEWEST,
  );
  return more ? rows.slice(0, sureEdges(rows).length) : rows;
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

function sureEdges(rows: readonly Item[]): Edge[] {
  const edges = rows.map(edgeOf);
  return edges.slice(0, countSure(edges));
}
