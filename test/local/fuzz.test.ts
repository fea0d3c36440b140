import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fuzz } from '../faults/fuzz/fuzz.ts';
import { MARK } from '../faults/fuzz/leaking-bodies.ts';
import { Books } from '../faults/fuzz/ledger.ts';
import { ReadBack } from '../faults/fuzz/read-back.ts';
import { differences } from '../faults/fuzz/reconcile.ts';
import { Sender } from '../faults/fuzz/sender.ts';
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
  const fuzz = new Fuzz({ seed: SEED, token: receiver.token, sender, connections: CONNECTIONS });
  await fuzz.run(0, RUNS);
  expect(fuzz.wrong, again).toEqual([]);

  const books = new Books();
  for (const line of receiver.lines) books.enter(line);
  const heard = receiver.lines.map((line) => JSON.stringify(line));
  const readBack = new ReadBack(sender, receiver.token, (text) => heard.push(text));
  const found = await readBack.readAll(books.apps);
  expect(differences(books, found, 0), again).toEqual([]);
  expect(
    heard.filter((text) => text.includes(MARK) || text.includes(receiver.token)),
    again,
  ).toEqual([]);
});
