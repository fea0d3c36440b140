import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Outcome, Recorder } from '../lambda/table/recorder.ts';
import { Table } from '../lambda/table/table.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../local/database/embedded-tables.ts';
import { createAccount } from '../test/dynamodb/account.builder.ts';
import { DynamoDBLocal } from '../test/dynamodb/dynamodb-local.ts';
import { measureRequests, sum } from '../test/dynamodb/request-costs.ts';
import { createReader } from '../test/reading/read-as-api-gateway.ts';
import { buildEvent } from '../test/table/event.builder.ts';
import { APP } from './hooks.ts';
import { fillTable, generateHistory, generateStreams } from './scale-tables.ts';

/** The cost of a hook or of a page to the table. */
export interface OperationCost {
  readonly operation: string;
  readonly requests: number;
  /** Sequential requests. */
  readonly roundTrips: number;
  /** Request units. A refused write counts as if it had been written. */
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Of requests and answers, without headers. */
  readonly bytes: number;
  /** For information only: it depends on the load of the machine. */
  readonly ms: number;
}

/** The sizes of the large tables. */
export interface TableSizes {
  readonly streams: number;
  readonly rows: number;
}

/** The cost of the same operations on a small table and on two large ones. */
export interface ScaleCosts {
  readonly sizes: TableSizes;
  /** One live stream with no history except its start. */
  readonly small: readonly OperationCost[];
  /** The same without the index by day. */
  readonly withoutByDay: readonly OperationCost[];
  /** With `sizes.streams` other live streams. */
  readonly streams: readonly OperationCost[];
  /** With `sizes.rows` rows in the history of the stream. */
  readonly history: readonly OperationCost[];
}

/** The first heartbeat of a minute, which is also stored as that minute's health sample. */
export const FIRST_HEARTBEAT = 'liveStreamStatus, first of a minute';
const heartbeat = { width: 1280, height: 720, speed: 1.003 };
const recording = { vodId: '8f2kQ0rWcV1nT5yBz7LmXa93', duration: 5_000 };

/** The stream of the measured hooks. */
const ID = 'cam-1';
const HISTORY_DAYS = 30;

const ofStream = `app=${APP}&id=${ID}`;
/** The measured pages: those of one row must not cost more in a large table. */
const pages = {
  'GET /streams, 1 row': `/streams?app=${APP}&status=live&limit=1`,
  'GET /streams, 100 rows': `/streams?app=${APP}&status=live&limit=100`,
  'GET /streams, failing': `/streams?app=${APP}&status=failing`,
  'GET /streams, a whole id': `/streams?app=${APP}&q=${ID}`,
  'GET /streams, a text that nothing has': `/streams?app=${APP}&q=nothing`,
  'GET /events, 1 row': `/events?app=${APP}&limit=1`,
  'GET /events, 100 rows': `/events?app=${APP}&limit=100`,
  'GET /sessions, 1 row': `/sessions?app=${APP}&limit=1`,
  'GET /sessions, 100 rows': `/sessions?app=${APP}&limit=100`,
  'GET /recordings, 1 row': `/recordings?app=${APP}&limit=1`,
  'GET /stream': `/stream?${ofStream}`,
  'GET /stream/events, 1 row': `/stream/events?${ofStream}&limit=1`,
  'GET /stream/sessions, 100 rows': `/stream/sessions?${ofStream}&limit=100`,
};

/** The units of a refused write: the item, at most 1 KB here, and no index. */
const REFUSED_UNITS = 1;

/** Counts requests and units on DynamoDB Local. Throws when its software is missing. */
export async function measureScale(sizes: TableSizes): Promise<ScaleCosts> {
  const engine = await DynamoDBLocal.start();
  try {
    const now = Date.now() - (Date.now() % 60_000); // health samples belong to whole minutes
    const small = await createAccount(engine.endpoint);
    const withoutByDay = await createAccount(engine.endpoint);
    const streams = await createAccount(engine.endpoint);
    const history = await createAccount(engine.endpoint);
    await fillTable(streams, generateStreams(sizes.streams, now));
    await fillTable(history, generateHistory(ID, HISTORY_DAYS, sizes.rows, now));
    return {
      sizes,
      small: await measureCosts(small, now),
      withoutByDay: await measureCosts(withoutByDay, now, false),
      streams: await measureCosts(streams, now),
      history: await measureCosts(history, now),
    };
  } finally {
    await engine.stop();
  }
}

/** Returns the cost of each hook of a session, then of pages of each list that grows. */
async function measureCosts(client: DynamoDBClient, now: number, byDay = true): Promise<OperationCost[]> {
  const table = new Table(client, STREAMS_TABLE);
  const costs: OperationCost[] = [];
  const measure = async (operation: string, work: () => Promise<unknown>) => {
    costs.push({ operation, ...(await measureOperation(client, work)) });
  };
  const recorder = new Recorder({ historyDays: HISTORY_DAYS, keepHeartbeats: false, healthHistory: true, byDay });
  await measureSession(table, recorder, now, measure);
  const ask = await createReader({ streams: table, tokens: new Table(client, TOKENS_TABLE) }, now + 100_000);
  await ask('/counts'); // caches the token
  for (const [operation, path] of Object.entries(pages)) await measure(operation, () => ask(path));
  return costs;
}

type Measure = (operation: string, work: () => Promise<unknown>) => Promise<void>;

async function measureSession(table: Table, recorder: Recorder, now: number, measure: Measure): Promise<void> {
  const record = (action: string, seconds: number, fields: object = {}) => {
    const hook = { action, id: ID, timestamp: now + seconds * 1_000, streamName: 'Front door', ...fields };
    return recorder.record(table, buildEvent(hook, APP, now + 100_000));
  };
  const measureHook = (outcome: Outcome, action: string, seconds: number, fields?: object) =>
    measure(outcome === 'recorded' ? action : `${action}, ${outcome}`, async () => {
      const actual = await record(action, seconds, fields);
      if (actual !== outcome) throw new Error(`${action}: received ${actual}, expected ${outcome}.`);
    });
  await record('liveStreamStarted', 0); // from now on the stream exists and the app is listed
  await record('liveStreamEnded', 1);
  await measureHook('recorded', 'liveStreamStarted', 10);
  await record('liveStreamStatus', 11, heartbeat);
  await measureHook('recorded', 'liveStreamStatus', 15, heartbeat);
  await measure(FIRST_HEARTBEAT, () => record('liveStreamStatus', 61, heartbeat));
  await measureHook('recorded', 'vodReady', 66, recording);
  await measureHook('duplicate', 'vodReady', 66, recording);
  await measureHook('recorded', 'liveStreamEnded', 70);
  await measureHook('late', 'liveStreamStarted', 9);
  await measureHook('duplicate', 'liveStreamEnded', 70);
  await record('liveStreamStarted', 80); // for the pages
}

async function measureOperation(
  client: DynamoDBClient,
  work: () => Promise<unknown>,
): Promise<Omit<OperationCost, 'operation'>> {
  const began = performance.now();
  const { units, readUnits, refusedWrites, bytes, roundTrips } = await measureRequests(client, work);
  const ms = performance.now() - began;
  const writeUnits = sum(units) - readUnits + refusedWrites * REFUSED_UNITS;
  return { requests: units.length + refusedWrites, roundTrips, writeUnits, readUnits, bytes, ms };
}
