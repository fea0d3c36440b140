import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fixedApps } from '../lambda/reading/apps.ts';
import { listStreams } from '../lambda/reading/streams.ts';
import { emptyState, fold } from '../lambda/stream/state.ts';
import { type Outcome, Recorder } from '../lambda/table/record.ts';
import { toEventRow } from '../lambda/table/rows/event-row.ts';
import { toStateRow } from '../lambda/table/rows/state-row.ts';
import { type Item, Table } from '../lambda/table/table.ts';
import { STREAMS_TABLE } from '../local/database/database.ts';
import { createAccount } from '../test/dynamodb/account.builder.ts';
import { DynamoDBLocal } from '../test/dynamodb/dynamodb-local.ts';
import { measureRequests, sum } from '../test/dynamodb/request-costs.ts';
import { anEvent } from '../test/table/event.builder.ts';
import { APP } from './hooks.ts';

/** What a hook, or a page, cost a table. */
export interface Cost {
  readonly operation: string;
  readonly requests: number;
  /** Those that follow each other. */
  readonly roundTrips: number;
  /** Of writing and of reading, a refused write counted as what it would have written. */
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Of requests and answers, their heads left out. */
  readonly bytes: number;
  /** How long it took, in ms: beside it, since a machine that is busy takes longer. */
  readonly ms: number;
}

/** How large the large tables are. */
export interface TableSizes {
  readonly streams: number;
  readonly rows: number;
}

/** What the same hooks and pages cost where there is little, and where there is much. */
export interface ScaleCosts {
  readonly sizes: TableSizes;
  /** One live stream, which has no history but its own start. */
  readonly small: readonly Cost[];
  /** As many live streams. */
  readonly streams: readonly Cost[];
  /** As many rows in the history of the one stream. */
  readonly history: readonly Cost[];
}

/** A heartbeat with which a minute begins: it is kept as the sample of that minute too. */
export const FIRST_HEARTBEAT = 'liveStreamStatus, first of a minute';
const heartbeat = { width: 1280, height: 720, speed: 1.003 };

/** The stream that hooks come for. */
const ID = 'cam-1';
const HISTORY_DAYS = 30;
const createRecorder = () => new Recorder({ historyDays: HISTORY_DAYS, keepHeartbeats: false, healthHistory: true });

/** Counts it all on DynamoDB Local. Throws `Missing` without the software that this takes. */
export async function measureScale(sizes: TableSizes): Promise<ScaleCosts> {
  const engine = await DynamoDBLocal.start();
  try {
    const now = Date.now() - (Date.now() % 60_000); // samples of health are of whole minutes
    const [small, streams, history] = await Promise.all([1, 2, 3].map(() => createAccount(engine.endpoint)));
    if (small === undefined || streams === undefined || history === undefined) throw new Error('expected three tables');
    await fillTable(streams, generateStreams(sizes.streams, now));
    await fillTable(history, generateHistory(sizes.rows, now));
    const costs: Cost[][] = [];
    for (const client of [small, streams, history]) costs.push(await measureCosts(client, now));
    const [ofSmall = [], ofStreams = [], ofHistory = []] = costs;
    return { sizes, small: ofSmall, streams: ofStreams, history: ofHistory };
  } finally {
    await engine.stop();
  }
}

/** The states of streams that have started within the last minutes, one after the other. */
function* generateStreams(count: number, now: number): Generator<Item> {
  for (let n = 0; n < count; n++) {
    const fields = {
      action: 'liveStreamStarted',
      id: `other-${n}`,
      timestamp: now - 600_000 - n,
      streamName: `Camera ${n}`,
    };
    yield toStateRow(APP, fields.id, {
      state: fold(emptyState, anEvent(fields, APP, now)),
      version: 1,
      heartbeatReceivedAt: null,
    });
  }
}

/** The rows of a stream that has started and ended again and again, the last of them an hour ago. */
function* generateHistory(count: number, now: number): Generator<Item> {
  for (let n = 0; n < count; n++) {
    const action = n % 2 === 0 ? 'liveStreamEnded' : 'liveStreamStarted';
    const timestamp = now - 3_600_000 - n * 1_000;
    yield toEventRow(anEvent({ action, id: ID, timestamp, streamName: 'Front door' }, APP, now), HISTORY_DAYS);
  }
}

/** What a refused write counts: the item, which is of at most 1 KB here, and no index. */
const REFUSED_UNITS = 1;

/** DynamoDB takes so many items at a time. */
const MAX_BATCH_ITEMS = 25;
const WRITERS = 8;

async function fillTable(client: DynamoDBClient, items: Generator<Item>): Promise<void> {
  const writeBatches = async () => {
    for (;;) {
      const batch = [...take(items, MAX_BATCH_ITEMS)];
      if (batch.length === 0) return;
      const puts = batch.map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [STREAMS_TABLE]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writeBatches));
}

function* take<T>(items: Generator<T>, count: number): Generator<T> {
  for (let n = 0; n < count; n++) {
    const { value, done } = items.next();
    if (done) return;
    yield value;
  }
}

/** Plays a session of the stream, and counts what each hook costs; then what a page of streams does. */
async function measureCosts(client: DynamoDBClient, now: number): Promise<Cost[]> {
  const table = new Table(client, STREAMS_TABLE);
  const recorder = createRecorder();
  const hook = (action: string, seconds: number, fields: object = {}) =>
    anEvent(
      { action, id: ID, timestamp: now + seconds * 1_000, streamName: 'Front door', ...fields },
      APP,
      now + 100_000,
    );
  const record = (action: string, seconds: number, fields?: object) =>
    recorder.record(table, hook(action, seconds, fields));
  await record('liveStreamStarted', 0); // it is heard of from then on, and the app is listed
  await record('liveStreamEnded', 1);
  const costs: Cost[] = [];
  const measure = async (operation: string, work: () => Promise<unknown>) => {
    const began = performance.now();
    const { units, readUnits, refusedWrites, bytes, roundTrips } = await measureRequests(client, work);
    const ms = performance.now() - began;
    const writeUnits = sum(units) - readUnits + refusedWrites * REFUSED_UNITS;
    costs.push({
      operation,
      requests: units.length + refusedWrites,
      roundTrips,
      writeUnits,
      readUnits: readUnits,
      bytes,
      ms,
    });
  };
  const measureHook = (outcome: Outcome, action: string, seconds: number, fields?: object) =>
    measure(outcome === 'recorded' ? action : `${action}, ${outcome}`, async () => {
      const actual = await record(action, seconds, fields);
      if (actual !== outcome) throw new Error(`${action}: received ${actual}, expected ${outcome}.`);
    });
  await measureHook('recorded', 'liveStreamStarted', 10);
  await record('liveStreamStatus', 11, heartbeat);
  await measureHook('recorded', 'liveStreamStatus', 15, heartbeat);
  await measure(FIRST_HEARTBEAT, () => record('liveStreamStatus', 61, heartbeat));
  await measureHook('recorded', 'vodReady', 66, { vodId: '8f2kQ0rWcV1nT5yBz7LmXa93', duration: 5_000 });
  await measureHook('duplicate', 'vodReady', 66, { vodId: '8f2kQ0rWcV1nT5yBz7LmXa93', duration: 5_000 });
  await measureHook('recorded', 'liveStreamEnded', 70);
  await measureHook('late', 'liveStreamStarted', 9);
  await measureHook('duplicate', 'liveStreamEnded', 70);
  await record('liveStreamStarted', 80);
  const page = { apps: fixedApps(APP), statuses: ['live'], before: undefined } as const;
  await measure('GET /streams, 1 row', () => listStreams(table, { ...page, limit: 1 }, now));
  await measure('GET /streams, 100 rows', () => listStreams(table, { ...page, limit: 100 }, now));
  return costs;
}
