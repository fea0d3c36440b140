import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, tables } from '../../local/database.ts';
import { DynamoDBLocal } from '../dynamodb/dynamodb-local.ts';
import { Missing } from '../dynamodb/java.ts';
import { useFolder } from '../use-folder.ts';
import { Fuzz } from './fuzz/fuzz.ts';
import { MARK } from './fuzz/leaking-bodies.ts';
import { Books } from './fuzz/ledger.ts';
import { ReadBack } from './fuzz/read-back.ts';
import { ReceiverProcess } from './fuzz/receiver-process.ts';
import { applied, differences } from './fuzz/reconcile.ts';
import { Sender } from './fuzz/sender.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 100_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
/** A run ends early after so many minutes of sending: what was sent until then is judged. */
const MINUTES = Number(process.env.FUZZ_MINUTES ?? Number.POSITIVE_INFINITY);
/** What makes the same requests again. */
const again = `FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`;

/** How many requests are under way at a time, each on a connection that is kept alive. */
const CONNECTIONS = 12;
/** The receiver has seen every kind of request after so many: what it uses then is no leak. */
const WARM_UP = Math.min(20_000, Math.ceil(RUNS / 4));
/** How often the memory is looked at after that. */
const SAMPLES = 40;
/** What may be in use at the end besides what was then, in bytes: a leak of 100 bytes a request is more, in 100 000 of them. */
const GROWTH = 7_500_000;
/** What the process may have from the system at the end, as a share of what it had then: buffers leave holes. */
const RSS_GROWTH = 1.5;
/** A run of a million takes an hour where two cores do all the work. */
const TIMEOUT_MS = 120_000 + RUNS * 12;

const dataDir = useFolder('fuzz');
const books = new Books();
const leaks: string[] = [];
let complaints = '';
let engine: DynamoDBLocal | undefined;
let missing: Missing | undefined;
let receiver: ReceiverProcess;
let sender: Sender;

beforeAll(async () => {
  try {
    engine = await DynamoDBLocal.start(); // the embedded engine is slower, and its memory is the receiver's
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    missing = error;
    return;
  }
  const client = connect(engine.endpoint);
  for (const table of tables) await client.send(new CreateTableCommand(table));
  client.destroy();
  receiver = await ReceiverProcess.start(engine.endpoint, dataDir, { line, complaint });
  sender = new Sender(receiver.url, CONNECTIONS);
});

afterAll(async () => {
  sender?.close();
  await receiver?.end();
  await engine?.stop();
});

function line(text: string): void {
  books.enter(JSON.parse(text));
  hear(text);
}

function complaint(text: string): void {
  complaints += text;
  hear(text);
}

/** Whatever the receiver writes or answers holds neither a secret nor its own token. */
function hear(text: string): void {
  if (text.includes(MARK) || (receiver && text.includes(receiver.token))) leaks.push(text.slice(0, 2_000));
}

test('whatever is posted is answered, kept, readable and masked, and uses no memory up', {
  timeout: TIMEOUT_MS,
}, async ({ skip }) => {
  skip(missing !== undefined, missing?.message);
  const fuzz = new Fuzz({ seed: SEED, token: receiver.token, sender, connections: CONNECTIONS });
  const began = performance.now();
  await fuzz.run(0, WARM_UP);
  fuzz.slowest = { ms: 0, n: -1 }; // the engine's first answers are slow
  const inUse = await receiver.inUse();
  const rss = await samplesDuring(fuzz);
  const grown = (await receiver.inUse()) - inUse;
  const seconds = Math.round((performance.now() - began) / 1000);
  report({ seconds, perSecond: Math.round(RUNS / seconds), slowest: fuzz.slowest, answers: fuzz.answers.all });
  report({ inUse, grown, rss });
  expect.soft(fuzz.wrong, again).toEqual([]);
  expect.soft(grown, again).toBeLessThan(GROWTH);
  expect.soft(median(rss.slice(-SAMPLES / 4)), again).toBeLessThan(median(rss.slice(0, SAMPLES / 4)) * RSS_GROWTH);

  const { copies } = await expectLinesOf(fuzz);
  const found = await new ReadBack(sender, receiver.token, hear).readAll(books.apps);
  report({ streams: found.streams.total, rows: found.rows.total, quarantine: found.quarantine.total });
  expect(differences(books, found, copies), again).toEqual([]);
  expect(leaks, again).toEqual([]);
  expect(complaints, again).toBe('');
});

/** Does the rest of the run; what the process had from the system meanwhile, in bytes. */
async function samplesDuring(fuzz: Fuzz): Promise<number[]> {
  const samples: number[] = [];
  const step = Math.ceil((RUNS - WARM_UP) / SAMPLES);
  const until = performance.now() + MINUTES * 60_000;
  for (let from = WARM_UP; from < RUNS && performance.now() < until; from += step) {
    await fuzz.run(from, Math.min(from + step, RUNS));
    samples.push(await receiver.rss());
    report({ sent: fuzz.answers.total, rss: samples.at(-1), wrong: fuzz.wrong.length, leaks: leaks.length });
  }
  return samples;
}

/** Each answer has its line, and each event that was deferred another one, once it is applied. */
async function expectLinesOf({ answers, unheard }: Fuzz): Promise<{ copies: number }> {
  const deferred = answers.of('deferred');
  const unwritten = ['400', '404', '405'].reduce((sum, status) => sum + answers.of(status), 0);
  const expected = answers.total - unheard - unwritten + deferred;
  const written = () => books.lines.total - books.lines.of('404'); // only some of these reach the receiver
  while (readdirSync(join(dataDir, 'deferred')).length > 0) await sleep(100);
  for (let tries = 0; tries < 100 && written() < expected; tries++) await sleep(100); // they come by a pipe
  report({ lines: books.lines.all, expected });
  const later = applied(books.lines, answers);
  const counts = Object.values(later);
  expect(Math.min(...counts), again).toBeGreaterThanOrEqual(0);
  const ended = counts.reduce((sum, count) => sum + count);
  expect(ended, again).toBeGreaterThanOrEqual(deferred);
  expect(ended, again).toBeLessThanOrEqual(deferred + answers.of('503')); // what a disk took too late is kept all the same
  expect(books.lines.of('deferred'), again).toBe(deferred);
  expect(books.lines.of('413'), again).toBe(answers.of('413') - unheard);
  return { copies: later.duplicate ?? 0 };
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** A run of some minutes says how far it is, and in the end what was measured. */
function report(what: object): void {
  console.log(JSON.stringify(what));
}
