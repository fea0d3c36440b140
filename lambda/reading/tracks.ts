import { isUnexpired, positionOfRow, rowsQuery } from '../table/history.ts';
import { parsePosition, streamPartition } from '../table/keys.ts';
import type { Item } from '../table/table.ts';
import { MAX_LISTED, readRowsUntil, type StreamRef } from './read-rows-until.ts';
import { iso } from './stream-json.ts';

interface Track {
  joinedAt: number | null;
  leftAt: number | null;
}

/** The tracks of a room, the last to join first: its latest added, and its latest left unless it was added again since. */
export async function listTracks({ table, app, id, now }: StreamRef) {
  const query = (before?: string) => ({
    ...rowsQuery(streamPartition(app, id), 'track', before),
    ProjectionExpression: 'sk, expiresAt, track, #change',
    ExpressionAttributeNames: { '#change': 'change' }, // a word of DynamoDB's own
  });
  const { rows } = await readRowsUntil(table, query, (read) => countJoined(read) >= MAX_LISTED);
  const tracks = new Map<string, Track>();
  for (const row of rows.filter((read) => isUnexpired(read, now))) mergeTrackRow(tracks, row);
  return [...tracks]
    .sort(([, a], [, b]) => (b.joinedAt ?? -1) - (a.joinedAt ?? -1))
    .slice(0, MAX_LISTED)
    .map(toTrackJson);
}

/** Rows come newest first: what a track has been told already is later. */
function mergeTrackRow(tracks: Map<string, Track>, row: Item): void {
  const id = row.track?.S ?? '';
  const track = tracks.get(id) ?? { joinedAt: null, leftAt: null };
  const { at } = parsePosition(positionOfRow(row));
  if (row.change?.S === 'added') track.joinedAt ??= at;
  else track.leftAt ??= at;
  tracks.set(id, track);
}

function toTrackJson([id, { joinedAt, leftAt }]: [string, Track]) {
  const again = leftAt !== null && joinedAt !== null && joinedAt > leftAt;
  return { id, joinedAt: iso(joinedAt), leftAt: again ? null : iso(leftAt) };
}

function countJoined(rows: readonly Item[]): number {
  return new Set(rows.filter((row) => row.change?.S === 'added').map((row) => row.track?.S)).size;
}
