import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../local/database/database.ts';
import { tables } from '../../local/database/embedded-tables.ts';
import { DynamoDBLocal } from '../dynamodb/dynamodb-local.ts';
import { MissingSoftware } from '../dynamodb/required-software.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { FuzzRun } from './fuzz/fuzz-run.ts';
import { Ledger } from './fuzz/ledger.ts';
import { ReceiverProcess } from './fuzz/receiver-process.ts';
import { countAppliedLater, findDifferences } from './fuzz/reconcile.ts';
import { SECRET_MARKER } from './fuzz/secret-marker-bodies.ts';
import { Sender } from './fuzz/sender.ts';
import { StoredReader } from './fuzz/stored-counts.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 100_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
/** The longest time of sending, in minutes: a run may end early. */
const MINUTES = Number(process.env.FUZZ_MINUTES ?? Number.POSITIVE_INFINITY);
/** Settings that make the same requests again. */
const reproduction = `FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`;

/** Requests in flight at a time, each on a persistent connection. */
const CONNECTIONS = 12;
/** After this many requests the receiver has seen every kind: memory in use by then is no leak. */
const WARM_UP = Math.min(20_000, Math.ceil(RUNS / 4));
/** Samples of the memory after that. */
const MEMORY_SAMPLES = 40;
/** The memory that may be in use at the end beyond that, in bytes: a leak of 100 bytes a request is more, after 100 000 requests. */
const MAX_GROWTH_BYTES = 7_500_000;
/** The largest ratio of the resident set sizes at the end and by then: buffers leave holes. */
const MAX_RSS_RATIO = 1.5;
/** A million requests take an hour on two cores. */
const TIMEOUT_MS = 120_000 + RUNS * 12;

const dataDir = useTempFolder('fuzz');
const ledger = new Ledger();
const leaks: string[] = [];
let stderr = '';
let engine: DynamoDBLocal | undefined;
let skipReason: MissingSoftware | undefined;
let receiver: ReceiverProcess;
let sender: Sender;

beforeAll(async () => {
  try {
    engine = await DynamoDBLocal.start(); // the embedded engine is slower, and shares the receiver's memory
  } catch (error) {
    if (!(error instanceof MissingSoftware)) throw error;
    skipReason = error;
    return;
  }
  const client = connect(engine.endpoint);
  for (const table of tables) await client.send(new CreateTableCommand(table));
  client.destroy();
  receiver = await ReceiverProcess.start(engine.endpoint, dataDir, { onLine, onStderr });
  sender = new Sender(receiver.url, CONNECTIONS);
});

afterAll(async () => {
  sender?.close();
  await receiver?.stop();
  await engine?.stop();
});

function onLine(text: string): void {
  ledger.addLine(JSON.parse(text));
  checkForSecrets(text);
}

function onStderr(text: string): void {
  stderr += text;
  checkForSecrets(text);
}

/** Records text that contains a secret or the receiver's own token. */
function checkForSecrets(text: string): void {
  if (text.includes(SECRET_MARKER) || (receiver && text.includes(receiver.token))) leaks.push(text.slice(0, 2_000));
}

test('every request is answered, stored, readable and masked, and no memory leaks', {
  timeout: TIMEOUT_MS,
}, async ({ skip }) => {
  skip(skipReason !== undefined, skipReason?.message);
  const fuzz = new FuzzRun({ seed: SEED, token: receiver.token, sender, connections: CONNECTIONS });
  const began = performance.now();
  await fuzz.sendAll(0, WARM_UP);
  fuzz.slowest = { ms: 0, n: -1 }; // the engine's first answers are slow
  const inUse = await receiver.readBytesInUse();
  const rss = await sampleMemoryDuring(fuzz);
  const grown = (await receiver.readBytesInUse()) - inUse;
  const seconds = Math.round((performance.now() - began) / 1000);
  printReport({
    seconds,
    perSecond: Math.round(RUNS / seconds),
    slowest: fuzz.slowest,
    answers: fuzz.responses.toObject(),
  });
  printReport({ inUse, grown, rss });
  expect.soft(fuzz.failures, reproduction).toEqual([]);
  expect.soft(grown, reproduction).toBeLessThan(MAX_GROWTH_BYTES);
  expect
    .soft(median(rss.slice(-MEMORY_SAMPLES / 4)), reproduction)
    .toBeLessThan(median(rss.slice(0, MEMORY_SAMPLES / 4)) * MAX_RSS_RATIO);

  const { copies } = await expectLogLines(fuzz);
  const found = await new StoredReader(sender, receiver.token, checkForSecrets).readAll(ledger.apps);
  printReport({ streams: found.streams.total, rows: found.rows.total, quarantine: found.quarantine.total });
  expect(findDifferences(ledger, found, copies), reproduction).toEqual([]);
  expect(leaks, reproduction).toEqual([]);
  expect(stderr, reproduction).toBe('');
});

/** Sends the rest of the requests. Returns samples of the resident set size meanwhile, in bytes. */
async function sampleMemoryDuring(fuzz: FuzzRun): Promise<number[]> {
  const samples: number[] = [];
  const step = Math.ceil((RUNS - WARM_UP) / MEMORY_SAMPLES);
  const deadline = performance.now() + MINUTES * 60_000;
  for (let from = WARM_UP; from < RUNS && performance.now() < deadline; from += step) {
    await fuzz.sendAll(from, Math.min(from + step, RUNS));
    samples.push(await receiver.readRss());
    printReport({ sent: fuzz.responses.total, rss: samples.at(-1), wrong: fuzz.failures.length, leaks: leaks.length });
  }
  return samples;
}

/** Expects a line in the log for each answer, and another one for each deferred event, once it is applied. */
async function expectLogLines({ responses, refusedByGateway }: FuzzRun): Promise<{ copies: number }> {
  const deferred = responses.of('deferred');
  const notLogged = ['400', '404', '405'].reduce((sum, status) => sum + responses.of(status), 0);
  const expected = responses.total - refusedByGateway - notLogged + deferred;
  const countLogged = () => ledger.lines.total - ledger.lines.of('404'); // only some of those reach the receiver
  while (readdirSync(join(dataDir, 'deferred')).length > 0) await sleep(100);
  for (let tries = 0; tries < 100 && countLogged() < expected; tries++) await sleep(100); // they arrive through a pipe
  printReport({ lines: ledger.lines.toObject(), expected });
  const appliedLater = countAppliedLater(ledger.lines, responses);
  const counts = Object.values(appliedLater);
  expect(Math.min(...counts), reproduction).toBeGreaterThanOrEqual(0);
  const appliedCount = counts.reduce((sum, count) => sum + count);
  expect(appliedCount, reproduction).toBeGreaterThanOrEqual(deferred);
  expect(appliedCount, reproduction).toBeLessThanOrEqual(deferred + responses.of('503')); // an event that reached the disk too late is stored all the same
  expect(ledger.lines.of('deferred'), reproduction).toBe(deferred);
  expect(ledger.lines.of('413'), reproduction).toBe(responses.of('413') - refusedByGateway);
  return { copies: appliedLater.duplicate ?? 0 };
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** Prints the progress of a long run, and its measurements. */
function printReport(figures: object): void {
  console.log(JSON.stringify(figures));
}
