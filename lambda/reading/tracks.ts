import { isListed, rowPosition, rowsQuery } from '../table/history.ts';
import { readPosition, streamPartition } from '../table/keys.ts';
import type { Item } from '../table/table.ts';
import { NEWEST, type OneStream, rowsUntil } from './rows-until.ts';
import { iso } from './stream-json.ts';

interface Track {
  joinedAt: number | null;
  leftAt: number | null;
}

/** The tracks of a room, the last to join first: its latest added, and its latest left unless it was added again since. */
export async function listTracks({ table, app, id, now }: OneStream) {
  const query = (before?: string) => ({
    ...rowsQuery(streamPartition(app, id), 'track', before),
    ProjectionExpression: 'sk, expiresAt, track, #change',
    ExpressionAttributeNames: { '#change': 'change' }, // a word of DynamoDB's own
  });
  const { rows } = await rowsUntil(table, query, (read) => joinedIn(read) >= NEWEST);
  const tracks = new Map<string, Track>();
  for (const row of rows.filter((read) => isListed(read, now))) addTo(tracks, row);
  return [...tracks]
    .sort(([, a], [, b]) => (b.joinedAt ?? -1) - (a.joinedAt ?? -1))
    .slice(0, NEWEST)
    .map(trackJson);
}

/** Rows come newest first: what a track has been told already is later. */
function addTo(tracks: Map<string, Track>, row: Item): void {
  const id = row.track?.S ?? '';
  const track = tracks.get(id) ?? { joinedAt: null, leftAt: null };
  const { at } = readPosition(rowPosition(row));
  if (row.change?.S === 'added') track.joinedAt ??= at;
  else track.leftAt ??= at;
  tracks.set(id, track);
}

function trackJson([id, { joinedAt, leftAt }]: [string, Track]) {
  const again = leftAt !== null && joinedAt !== null && joinedAt > leftAt;
  return { id, joinedAt: iso(joinedAt), leftAt: again ? null : iso(leftAt) };
}

function joinedIn(rows: readonly Item[]): number {
  return new Set(rows.filter((row) => row.change?.S === 'added').map((row) => row.track?.S)).size;
}
