import { actionOf } from '../hook/actions.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { decideStatus } from '../stream/state.ts';
import { BATCH_SIZE, getAll } from '../table/get-all.ts';
import { statusQuery } from '../table/queries.ts';
import { queryPages } from '../table/query-pages.ts';
import { readPartition } from '../table/read-partition.ts';
import { appsPartition, keyOf, keyText, streamPartition } from '../table/row-keys.ts';
import { readAppRow } from '../table/rows/app-row.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import { livenessAttributes } from '../table/rows/liveness-attributes.ts';
import { readAppAndId, readStateRow, type StoredState, statusPositionOf } from '../table/rows/state-row.ts';
import type { Item, Table } from '../table/table.ts';

/** A stream that was live when it was read. */
export interface LiveStream {
  readonly app: string;
  readonly id: string;
  /** Without what describes the stream: only what its status and its silence depend on. */
  readonly stored: StoredState;
}

/** Commands at once: enough for 10 000 streams in some seconds. */
const CONCURRENCY = 10;

/** Reads the names of all apps. */
export async function readApps(table: Table, now: number): Promise<string[]> {
  const rows = await readPartition(table, appsPartition);
  return rows.filter((row) => isUnexpired(row, now)).map(readAppRow);
}

/** Reads the live streams of these apps: their keys from the index, their states in batches, both eventually consistent. */
export async function readLiveStreams(table: Table, apps: readonly string[]): Promise<LiveStream[]> {
  const keys = (await mapConcurrently(apps, CONCURRENCY, (app) => readLiveKeys(table, app))).flat();
  const batches: Item[][] = [];
  for (let from = 0; from < keys.length; from += BATCH_SIZE) batches.push(keys.slice(from, from + BATCH_SIZE));
  const read = (batch: Item[]) => getAll(table, batch, livenessAttributes);
  const streams = (await mapConcurrently(batches, CONCURRENCY, read)).flat().map(toStream);
  return streams.filter(({ stored }) => decideStatus(stored.state).status === 'live'); // the index may lag behind
}

/** Whether what is live is a room, to which streams of their own are published. */
export function isRoom({ state }: StoredState): boolean {
  const { action } = actionOf(state.registers.lifecycle?.value.action ?? '');
  return action.subject === 'room' || action.subject === 'emptyRoom';
}

/** Returns a function that finds the state of a stream among those that were read. */
export function stateAmong(live: readonly LiveStream[]): (app: string, id: string) => StoredState | undefined {
  const states = new Map(live.map(({ app, id, stored }) => [streamPartition(app, id), stored]));
  return (app, id) => states.get(streamPartition(app, id));
}

/** Reads the keys of an app's live streams. A stream that becomes live anew while they are read must not be read twice. */
async function readLiveKeys(table: Table, app: string): Promise<Item[]> {
  const keys = new Map<string, Item>();
  const toQuery = (before?: string) => statusQuery(app, 'live', before);
  for await (const rows of queryPages(table, toQuery, statusPositionOf))
    for (const row of rows) keys.set(keyText(row), keyOf(row));
  return [...keys.values()];
}

const toStream = (row: Item): LiveStream => ({ ...readAppAndId(row), stored: readStateRow(row) });
