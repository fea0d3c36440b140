import { withPresumedEnds } from '../../stream/presumed-sessions.ts';
import { type Session, sessionsOf } from '../../stream/session-times.ts';
import type { State } from '../../stream/state.ts';
import { sortKeyOf } from '../../table/row-keys.ts';
import { isStored, isUnexpired } from '../../table/rows/expiry.ts';
import { readPresumedEndRow } from '../../table/rows/presumed-end-row.ts';
import type { Item } from '../../table/table.ts';
import type { StreamRef } from '../stream-ref.ts';
import { endOf, endText, readSessionEnd } from './session-end.ts';
import { readSessionWindow, type SessionWindow } from './session-window.ts';

/**
 * Returns the sessions of a stream that end at some of these rows, by the sort key of the row. Of rows with the same kind and
 * clock the first one has the session.
 */
export async function readEndedSessions(
  stream: StreamRef,
  state: State,
  rows: readonly Item[],
): Promise<ReadonlyMap<string, Session>> {
  const window = await readSessionWindow(stream, state, rows.map(readSessionEnd));
  const sortKeys = sortKeysByEnd(window, stream.now);
  const sessions = new Map<string, Session>();
  for (const session of sessionsOfWindow(window, stream.now)) {
    const end = endOf(session);
    const sortKey = end && sortKeys.get(endText(end));
    if (sortKey !== undefined) sessions.set(sortKey, session);
  }
  return sessions;
}

function sessionsOfWindow({ boundaries, presumedEnds, presumedEndAt }: SessionWindow, now: number): Session[] {
  const stored = presumedEnds.filter((row) => isStored(row, now)).map(readPresumedEndRow);
  return withPresumedEnds(sessionsOf(boundaries), stored, presumedEndAt);
}

/** The sort keys of the rows that are listed, by their end. The rows come newest first: of equal ends the first row is the last here. */
function sortKeysByEnd({ lifecycle, presumedEnds }: SessionWindow, now: number): ReadonlyMap<string, string> {
  const listed = [...lifecycle, ...presumedEnds].filter((row) => isUnexpired(row, now));
  return new Map(listed.map((row) => [endText(readSessionEnd(row)), sortKeyOf(row)]));
}
