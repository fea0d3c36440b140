import { byClock, type Edge, edgesOf, type Span, sessionsOf } from '../stream/sessions.ts';
import { edgeAt, isListed, rowPosition } from '../table/history.ts';
import type { Item } from '../table/table.ts';
import { NEWEST, type OneStream, rowsUntil } from './rows.ts';
import { sessionJson } from './stream-json.ts';

/** The rows of a stream's history that tell of sessions. */
export const readLifecycle = (stream: OneStream): Promise<Item[]> =>
  rowsUntil(stream, 'lifecycle', (rows) => exactSessions(rows.map(edgeOf)) >= NEWEST);

/** The newest sessions, the newest first; the state knows the newest of all, whose rows may have expired. */
export function sessionsJson(rows: readonly Item[], newest: Span | null, now: number) {
  const told = rows.filter((row) => isListed(row, now)).map(edgeOf);
  const sessions = sessionsOf([...edgesOf(newest), ...told]);
  return sessions
    .slice(-NEWEST)
    .reverse()
    .map((session) => sessionJson(session, now));
}

const edgeOf = (row: Item): Edge => edgeAt(rowPosition(row));

/** How many sessions the edges tell of for sure: those from their first started on, whatever came before. */
function exactSessions(edges: Edge[]): number {
  edges.sort(byClock);
  const first = edges.findIndex(({ edge }) => edge === 'started');
  return first < 0 ? 0 : sessionsOf(edges.slice(first)).length;
}
