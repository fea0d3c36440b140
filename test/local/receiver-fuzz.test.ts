import { afterAll, beforeAll, expect, test } from 'vitest';
import { FuzzRun } from '../faults/fuzz/fuzz-run.ts';
import { Ledger } from '../faults/fuzz/ledger.ts';
import { findDifferences } from '../faults/fuzz/reconcile.ts';
import { SECRET_MARKER } from '../faults/fuzz/secret-marker-bodies.ts';
import { Sender } from '../faults/fuzz/sender.ts';
import { StoredReader } from '../faults/fuzz/stored-counts.ts';
import { useReceiver } from './use-receiver.ts';

// The long run, which also measures memory, is test/faults/fuzz.test.ts.

const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const CONNECTIONS = 6;

const receiver = useReceiver();
let sender: Sender;
beforeAll(() => {
  sender = new Sender(receiver.url, CONNECTIONS);
});
afterAll(() => sender.close());

test('every request is answered, and every hook answered 200 is stored, readable and masked', async () => {
  const reproduce = `FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS}`;
  const fuzz = new FuzzRun({ seed: SEED, token: receiver.token, sender, connections: CONNECTIONS });
  await fuzz.sendAll(0, RUNS);
  expect(fuzz.failures, reproduce).toEqual([]);

  const ledger = new Ledger();
  for (const line of receiver.lines) ledger.addLine(line);
  const responses = receiver.lines.map((line) => JSON.stringify(line));
  const reader = new StoredReader(sender, receiver.token, (text) => responses.push(text));
  const found = await reader.readAll(ledger.apps);
  expect(findDifferences(ledger, found, 0), reproduce).toEqual([]);
  expect(
    responses.filter((text) => text.includes(SECRET_MARKER) || text.includes(receiver.token)),
    reproduce,
  ).toEqual([]);
});
