import { readTrackRow, trackRowsQuery } from '../table/rows/event-row.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import type { Item } from '../table/table.ts';
import { MAX_LISTED, readRowsUntil } from './read-rows-until.ts';
import { iso } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';

interface Track {
  joinedAt: number | null;
  leftAt: number | null;
}

/** Lists the tracks of a room, latest join first. `leftAt` is null for a track that has joined again. */
export async function listTracks({ table, app, id, now }: StreamRef) {
  const query = (before?: string) => trackRowsQuery(app, id, before);
  const { rows } = await readRowsUntil(table, query, (read) => countJoined(read) >= MAX_LISTED);
  const tracks = new Map<string, Track>();
  for (const row of rows.filter((read) => isUnexpired(read, now))) mergeTrackRow(tracks, row);
  return [...tracks]
    .sort(([, a], [, b]) => (b.joinedAt ?? -1) - (a.joinedAt ?? -1))
    .slice(0, MAX_LISTED)
    .map(toTrackJson);
}

/** Rows come newest first: the clocks that a track already has are later. */
function mergeTrackRow(tracks: Map<string, Track>, row: Item): void {
  const { id, isAdded, at } = readTrackRow(row);
  const track = tracks.get(id) ?? { joinedAt: null, leftAt: null };
  if (isAdded) track.joinedAt ??= at;
  else track.leftAt ??= at;
  tracks.set(id, track);
}

function toTrackJson([id, { joinedAt, leftAt }]: [string, Track]) {
  const hasRejoined = leftAt !== null && joinedAt !== null && joinedAt > leftAt;
  return { id, joinedAt: iso(joinedAt), leftAt: hasRejoined ? null : iso(leftAt) };
}

function countJoined(rows: readonly Item[]): number {
  const joined = rows.map(readTrackRow).filter(({ isAdded }) => isAdded);
  return new Set(joined.map(({ id }) => id)).size;
}
