import { afterAll, beforeAll, expect, test } from 'vitest';
import { FuzzRun } from '../faults/fuzz/fuzz-run.ts';
import { Ledger } from '../faults/fuzz/ledger.ts';
import { findDifferences } from '../faults/fuzz/reconcile.ts';
import { SECRET_MARKER } from '../faults/fuzz/secret-marker-bodies.ts';
import { Sender } from '../faults/fuzz/sender.ts';
import { StoredReader } from '../faults/fuzz/stored-counts.ts';
import { useReceiver } from './use-receiver.ts';

// The long run, in which the memory is measured too, is test/faults/fuzz.test.ts.

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const CONNECTIONS = 6;

const receiver = useReceiver();
let sender: Sender;
beforeAll(() => {
  sender = new Sender(receiver.url, CONNECTIONS);
});
afterAll(() => sender.close());

test('whatever is posted is answered, and what is answered 200 is kept, readable and masked', async () => {
  const again = `FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`;
  const fuzz = new FuzzRun({ seed: SEED, token: receiver.token, sender, connections: CONNECTIONS });
  await fuzz.sendAll(0, RUNS);
  expect(fuzz.failures, again).toEqual([]);

  const books = new Ledger();
  for (const line of receiver.lines) books.addLine(line);
  const heard = receiver.lines.map((line) => JSON.stringify(line));
  const readBack = new StoredReader(sender, receiver.token, (text) => heard.push(text));
  const found = await readBack.readAll(books.apps);
  expect(findDifferences(books, found, 0), again).toEqual([]);
  expect(
    heard.filter((text) => text.includes(SECRET_MARKER) || text.includes(receiver.token)),
    again,
  ).toEqual([]);
});
