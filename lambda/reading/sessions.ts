import { withPresumedEnds } from '../stream/presumed-sessions.ts';
import { countSettled, type Session, sessionsOf } from '../stream/session-times.ts';
import { decideStatus, knownBoundaries, type State } from '../stream/state.ts';
import {
  boundaryRowsQuery,
  readBoundaries,
  readBoundaryRow,
  readFrom,
  readOpened,
} from '../table/rows/boundary-row.ts';
import { DAY_MS, isStored, isUnexpired } from '../table/rows/expiry.ts';
import { presumedEndRowsQuery, readPresumedEndRow } from '../table/rows/presumed-end-row.ts';
import type { Item } from '../table/table.ts';
import { endOf, endText, readSessionEnd } from './by-time/session-end.ts';
import type { RowPage } from './merge-newest.ts';
import { MAX_LISTED, readRowsUntil } from './read-rows-until.ts';
import { toSessionJson } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

/** The rows that a stream's sessions are made of, newest first. */
export interface SessionRows {
  readonly lifecycle: readonly Item[];
  readonly presumedEnds: readonly Item[];
  /** No row from here on is unread (ms since the epoch). */
  readonly from: number;
}

/** Reads the rows that settle a stream's newest sessions, whatever older rows are left unread. */
export async function readSessionRows(stream: StreamRef): Promise<SessionRows> {
  const [{ rows, more }, presumedEnds] = await Promise.all([readLifecycle(stream), readPresumedEnds(stream)]);
  if (!more) return { lifecycle: rows, presumedEnds, from: Number.NEGATIVE_INFINITY };
  const from = settledBoundaries(rows).at(-1)?.at ?? Number.POSITIVE_INFINITY; // an earlier end is of a session that is not listed
  return {
    lifecycle: rows.filter((row) => readBoundaryRow(row).at >= from),
    presumedEnds: presumedEnds.filter((row) => readPresumedEndRow(row).at >= from),
    from,
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

/** Returns the newest sessions that are listed, newest first; the state knows the newest one, whose start may have no row. */
export function toSessionsJson(rows: SessionRows, state: State, now: number) {
  const isListed = listedBy(rows, now);
  return sessionsOfRows(rows, state, now)
    .filter(isListed)
    .slice(-MAX_LISTED)
    .reverse()
    .map((session) => toSessionJson(session, now));
}

/** Returns the sessions that all rows make which are still stored, oldest first. */
function sessionsOfRows({ lifecycle, presumedEnds, from }: SessionRows, state: State, now: number): Session[] {
  const ends = presumedEnds.filter((row) => isStored(row, now));
  const opened = ends.flatMap(readOpened).filter(({ at }) => at >= from);
  const boundaries = readBoundaries(
    lifecycle.filter((row) => isStored(row, now)),
    from,
  );
  const { status, at } = decideStatus(state);
  const ofHooks = sessionsOf([...knownBoundaries(state), ...boundaries, ...opened]);
  return withPresumedEnds(ofHooks, ends.map(readPresumedEndRow), status === 'presumedEnded' ? at : null);
}

/** Returns whether a session is listed: it is open, or the row of its end is listed, or may still arrive. */
function listedBy({ lifecycle, presumedEnds }: SessionRows, now: number): (session: Session) => boolean {
  const rows = [...lifecycle, ...presumedEnds].filter((row) => isUnexpired(row, now));
  const listed = new Set(rows.map((row) => endText(readSessionEnd(row))));
  return (session) => {
    const end = endOf(session);
    return end === undefined || end.at > now - DAY_MS || listed.has(endText(end));
  };
}

function settledBoundaries(rows: readonly Item[]) {
  const boundaries = readBoundaries(rows, readFrom(rows, true));
  return boundaries.slice(0, countSettled(boundaries));
}
