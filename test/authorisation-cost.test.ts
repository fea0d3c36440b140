import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeAuthorisationBill, type QuestionCounts } from '../bench/cost.ts';
import { authorise } from '../lambda/authorising/authorise.ts';
import type { AuthorisationLogLine, AuthoriserDeps } from '../lambda/authorising/authoriser-deps.ts';
import { CredentialCache } from '../lambda/authorising/credential-cache.ts';
import { StreamKeyUsage } from '../lambda/authorising/key-usage.ts';
import { RefusalStore } from '../lambda/authorising/refusal-store.ts';
import { TableCircuitBreaker } from '../lambda/receiving/circuit-breaker.ts';
import { questionEvent, TOKEN } from './authorising/authoriser.builder.ts';
import { measureRequests, sum } from './dynamodb/request-costs.ts';
import { root } from './exec.ts';
import { useEngine } from './table/engine.ts';
import { putStreamKey } from './tokens/stream-key.builder.ts';
import { putToken } from './tokens/token.builder.ts';

/** A row of the table of questions: what is answered, its counts, then dollars for the API, Lambda, logs, units, in all. */
const ROW =
  /^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| \$([\d.]+) \| \$([\d.]+) \| \$([\d.]+) \| \$([\d.]+) \| \*\*\$([\d.]+)\*\* \|$/gm;

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const rows = [...page.matchAll(ROW)].map(([, label = '', ...cells]) => ({ label, cells }));

const KEY = 'amk_0123456789abcdefghijklmnopqrstuv';
/** An id in the form that the media server generates. */
const ID = 'Xq2Vb7RkLmT0sYwEz4NpJc81';
/** All questions arrive at this time, in ms since the epoch. */
const AT = Date.UTC(2026, 10, 26, 15);
/** The processes here have as much time as they need: the machine may be busy. */
const UNLIMITED_MS = 30_000;

const engine = useEngine();
let lines: AuthorisationLogLine[] = [];

/** A new process of the authoriser. */
function createProcess(): AuthoriserDeps {
  const { streams, tokens } = engine();
  const onError = (error: unknown) => expect.fail(String(error));
  const credentials = new CredentialCache(tokens);
  return {
    credentials: { find: (hashes, wall) => credentials.find(hashes, wall, UNLIMITED_MS) },
    refusals: new RefusalStore(streams, 30, onError, new TableCircuitBreaker(UNLIMITED_MS)),
    keyUsage: new StreamKeyUsage(tokens, onError, UNLIMITED_MS),
    allowList: () => true,
    log: (line) => lines.push(line),
  };
}

const ask = (process: AuthoriserDeps, token: string, streamId = ID) =>
  authorise(questionEvent({ appName: 'LiveApp', name: streamId, streamId, mode: 'publish', token }, { at: AT }), process);

/** Counts what an answer costs. */
async function count(answer: () => Promise<unknown>): Promise<QuestionCounts> {
  lines = [];
  const { units, readUnits, refusedWrites, roundTrips } = await measureRequests(engine().client, answer);
  const logLineBytes = Buffer.byteLength(JSON.stringify({ ...lines[0], ms: 12 }));
  return { readUnits, writeUnits: sum(units) - readUnits + refusedWrites, roundTrips, logLineBytes };
}

test('the counts and the dollars of questions in docs/operations.md follow from what the authoriser does', async () => {
  await putToken(engine().tokens, TOKEN, { scopes: ['authorize'] });
  await putStreamKey(engine().tokens, KEY);
  const [first, second] = [createProcess(), createProcess()];
  const counted: [string, () => Promise<unknown>][] = [
    ['allowed, the first with its key in the hour', () => ask(first, KEY)],
    ['allowed again within 60 s', () => ask(first, KEY)],
    ['allowed, later', () => ask(second, KEY)],
    ['refused, the first of its stream in the minute', () => ask(second, 'wrong')],
    ['refused again', () => ask(second, 'wrong')],
  ];
  await ask(second, 'wrong', 'another'); // lists the app
  const expected: typeof rows = [];
  for (const [label, answer] of counted) {
    const counts = await count(answer);
    const { api, lambda, logs, units, total } = computeAuthorisationBill(counts);
    const dollars = [api, lambda, logs, units, total].map((part) => part.toFixed(2));
    const cells = [counts.readUnits, counts.writeUnits, counts.roundTrips, ...dollars].map(String);
    expected.push({ label, cells });
  }
  expect(rows).toEqual(expected);
});
