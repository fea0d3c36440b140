import { later, type Register } from '../stream/register.ts';
import { byClock, edgesOf, sessionsOf } from '../stream/sessions.ts';
import type { Recording } from '../stream/state.ts';
import { edgeAt, isListed, rowPosition, rowsQuery } from '../table/history.ts';
import { type RowClass, readPosition, rowClasses, stateKey, streamPartition } from '../table/keys.ts';
import { numberIn, readStateItem } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { newestOf } from './newest.ts';
import { cursorOf } from './parameters.ts';
import { iso, recordingJson, sessionJson, streamJson } from './stream-json.ts';

/** The most of each list that a stream's answer holds. */
const NEWEST = 100;
const LATEST_EVENTS = 50;

/** A stream with all that is told of it, or undefined when it was never heard of. */
export async function describeStream(table: Table, app: string, id: string, now: number) {
  const [item, lifecycle, recordings, tracks, latest] = await Promise.all([
    table.get(stateKey(app, id), true),
    rowsUntil(table, app, id, 'lifecycle', (rows) => exactSessions(rows) >= NEWEST),
    rowsUntil(table, app, id, 'recording', (rows) => new Set(rows.map(vodIdOf)).size >= NEWEST),
    rowsUntil(table, app, id, 'track', (rows) => joinedTracks(rows) >= NEWEST),
    listEvents(table, app, id, LATEST_EVENTS, undefined, now),
  ]);
  if (item === undefined) return undefined;
  const { state } = readStateItem(item);
  const listed = lifecycle.filter((row) => isListed(row, now)).map(edgeOf);
  return {
    ...streamJson(app, id, state, now),
    recordings: recordingsOf(recordings),
    sessions: sessionsOf([...edgesOf(state.session), ...listed])
      .slice(-NEWEST)
      .reverse()
      .map((session) => sessionJson(session, now)),
    tracks: tracksOf(tracks.filter((row) => isListed(row, now))),
    healthHistory: [],
    events: latest.events,
  };
}

/** One page of a stream's history, newest first. */
export async function listEvents(
  table: Table,
  app: string,
  id: string,
  limit: number,
  before: string | undefined,
  now: number,
) {
  const sources = rowClasses.map((rowClass) => (from?: string) => ({
    ...rowsQuery(streamPartition(app, id), rowClass, from),
    ConsistentRead: true,
  }));
  const { rows, next } = await newestOf(table, sources, limit, before);
  return {
    events: rows.filter((row) => isListed(row, now)).map(eventJson),
    cursor: next === null ? null : cursorOf(next),
  };
}

/** Rows of one class, newest first, until there are enough or no more. */
async function rowsUntil(
  table: Table,
  app: string,
  id: string,
  rowClass: RowClass,
  enough: (rows: Item[]) => boolean,
): Promise<Item[]> {
  const rows: Item[] = [];
  for (;;) {
    const last = rows.at(-1);
    const before = last && rowPosition(last);
    const page = await table.query({
      ...rowsQuery(streamPartition(app, id), rowClass, before),
      Limit: NEWEST,
      ConsistentRead: true,
    });
    rows.push(...page.items);
    if (!page.more || enough(rows)) return rows;
  }
}

const edgeOf = (row: Item) => edgeAt(rowPosition(row));

/** How many sessions the rows tell of for sure: those from their first started on, whatever came before. */
function exactSessions(rows: readonly Item[]): number {
  const edges = rows.map(edgeOf).sort(byClock);
  const first = edges.findIndex(({ edge }) => edge === 'started');
  return first < 0 ? 0 : sessionsOf(edges.slice(first)).length;
}

const vodIdOf = (row: Item): string | null => recordingOf(row).value.vodId;

function recordingOf(row: Item): Register<Recording> {
  return { value: JSON.parse(row.recording?.S ?? '{}'), at: readPosition(rowPosition(row)).at };
}

/** One recording a vodId, as its latest vodReady told it, the newest first: rows come in that order. */
function recordingsOf(rows: readonly Item[]) {
  const latest = new Map<string | null, Register<Recording>>();
  for (const heard of rows.map(recordingOf)) latest.set(heard.value.vodId, later(latest.get(heard.value.vodId), heard));
  return [...latest.values()].slice(0, NEWEST).map(({ value, at }) => recordingJson(value, at));
}

interface Track {
  joinedAt: number | null;
  leftAt: number | null;
}

/** The tracks of a room, the last to join first: its latest added, and its latest left unless it was added again since. */
function tracksOf(rows: readonly Item[]) {
  const tracks = new Map<string, Track>();
  for (const row of rows) {
    const id = row.track?.S ?? '';
    const track = tracks.get(id) ?? { joinedAt: null, leftAt: null };
    const { at } = readPosition(rowPosition(row));
    if (row.change?.S === 'added') track.joinedAt ??= at;
    else track.leftAt ??= at;
    tracks.set(id, track);
  }
  return [...tracks]
    .sort(([, a], [, b]) => (b.joinedAt ?? -1) - (a.joinedAt ?? -1))
    .slice(0, NEWEST)
    .map(([id, { joinedAt, leftAt }]) => ({
      id,
      joinedAt: iso(joinedAt),
      leftAt: iso(leftAt !== null && leftAt < (joinedAt ?? 0) ? null : leftAt),
    }));
}

const joinedTracks = (rows: readonly Item[]): number =>
  new Set(rows.filter((row) => row.change?.S === 'added').map((row) => row.track?.S)).size;

function eventJson(row: Item) {
  return {
    action: row.action?.S ?? '',
    at: iso(readPosition(rowPosition(row)).at),
    receivedAt: iso(numberIn(row, 'receivedAt')),
    outcome: row.outcome?.S ?? '',
    fields: JSON.parse(row.fields?.S ?? '{}'),
  };
}
