import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CredentialHashes, CredentialPair } from '../../lambda/authorising/authoriser-deps.ts';
import { CredentialCache } from '../../lambda/authorising/credential-cache.ts';
import {
  isStreamKeyRow,
  readStreamKeyRow,
  STREAM_KEY_PREFIX,
  toStreamKeyRow,
} from '../../lambda/tokens/stream-key-row.ts';
import { readTokenRow, toTokenRow } from '../../lambda/tokens/token-row.ts';
import { buildStreamKey } from '../tokens/stream-key.builder.ts';
import { buildToken } from '../tokens/token.builder.ts';
import { FakeTokensTable, type TableMood } from './fake-tokens-table.ts';

const token = buildToken('token', { scopes: ['authorize'] });
const openToken = buildToken('open', { scopes: ['authorize'], open: true });
const key = buildStreamKey('key');
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
/** Only lookups of a table that hangs last so long. */
const LOOKUP_MS = 40;

const limits = { fallbackMs: LOOKUP_MS, conclusiveMs: LOOKUP_MS, maxRemembered: 3 };

/** A process that finds credentials, and its two clocks, in ms. */
class SimulatedProcess {
  readonly table = new FakeTokensTable();
  wall = Date.UTC(2026, 10, 26);
  up = 0;
  readonly #cache = new CredentialCache(this.table, limits, () => this.up);

  constructor() {
    for (const row of [toTokenRow(token), toTokenRow(openToken), toStreamKeyRow(key)]) this.table.add(row);
  }

  find = (hashes: CredentialHashes = { token: token.hash, key: key.hash }, ms = LOOKUP_MS) =>
    this.#cache.find(hashes, this.wall, ms);

  /** Passes time, by each of the clocks. */
  wait(up: number, wall = up): this {
    this.up += up;
    this.wall += wall;
    return this;
  }

  revoke = (hash: string) => this.table.rows.delete(hash);

  get requests(): number {
    return this.table.batches.length;
  }
}

/** A process that has found the token and the key. */
async function processWithKey(): Promise<SimulatedProcess> {
  const process = new SimulatedProcess();
  expect(await process.find()).toEqual({ token, key });
  return process;
}

const keyRowHash = `${STREAM_KEY_PREFIX}${key.hash}`;

describe('a token and a key', () => {
  test('are read in one batch, and not again for 60 s', async () => {
    const process = await processWithKey();
    expect(await process.wait(MINUTE - 1).find()).toEqual({ token, key });
    expect(process.table.batches).toEqual([[token.hash, keyRowHash]]);
    expect(await process.wait(1).find()).toEqual({ token, key });
    expect(process.table.batches[1]).toEqual([token.hash, keyRowHash]);
  });

  test('are both read when one of them is not fresh', async () => {
    const process = new SimulatedProcess();
    expect(await process.find({ token: token.hash, key: undefined })).toEqual({ token, key: undefined });
    expect(await process.find()).toEqual({ token, key });
    expect(process.table.batches).toEqual([[token.hash], [token.hash, keyRowHash]]);
  });

  test('are found as soon as they are made', async () => {
    const process = new SimulatedProcess();
    process.table.rows.clear();
    expect(await process.find()).toEqual({ token: undefined, key: undefined });
    process.table.add(toTokenRow(token));
    expect(await process.find()).toEqual({ token, key: undefined });
    process.table.add(toStreamKeyRow(key));
    expect(await process.find()).toEqual({ token, key });
  });

  test('that were revoked are not found from 60 s on, and do not come back when the table fails', async () => {
    const process = await processWithKey();
    process.revoke(keyRowHash);
    expect(await process.wait(MINUTE - 1).find()).toEqual({ token, key });
    expect(await process.wait(1).find()).toEqual({ token, key: undefined });
    process.table.mood = 'refuses';
    await expect(process.find()).rejects.toThrow('received 500');
  });

  test.each([
    { what: 'the process', up: MINUTE, wall: 1 },
    { what: 'the wall clock, with the process frozen', up: 1, wall: MINUTE },
    { what: 'neither clock: the wall clock was set back', up: 1, wall: -1_000 },
  ])('are read again after 60 s of $what', async ({ up, wall }) => {
    const process = await processWithKey();
    await process.wait(up, wall).find();
    expect(process.requests).toBe(2);
  });

  test('are looked up once for all who ask at the same time', async () => {
    const process = new SimulatedProcess();
    const others = { token: token.hash, key: undefined };
    const pairs = await Promise.all([process.find(), process.find(), process.find(others), process.find()]);
    expect(pairs).toEqual([
      { token, key },
      { token, key },
      { token, key: undefined },
      { token, key },
    ]);
    expect(process.requests).toBe(2);
  });

  test('are read again 60 s after a lookup began before their revocation, also when a later one overtakes its answer', async () => {
    const process = await processWithKey();
    process.wait(MINUTE);
    process.table.isHolding = true;
    const early = process.find();
    process.revoke(token.hash);
    const late = process.wait(1).find({ token: token.hash, key: undefined });
    await expect.poll(() => process.table.held.length).toBe(2);
    process.table.held[1]?.();
    expect(await late).toEqual({ token: undefined, key: undefined });
    process.table.held[0]?.();
    await early;
    process.table.isHolding = false;
    expect(await process.wait(MINUTE - 1).find()).toEqual({ token: undefined, key });
  });
});

describe('an open token', () => {
  test('that is remembered needs no key and no table', async () => {
    const process = new SimulatedProcess();
    await process.find({ token: openToken.hash, key: undefined });
    process.table.mood = 'hangs';
    const pair = { token: openToken, key: undefined };
    expect(await process.find({ token: openToken.hash, key: 'unknown' })).toEqual(pair);
    expect(await process.wait(HOUR - 1).find({ token: openToken.hash, key: 'unknown' })).toEqual(pair);
    await expect(process.wait(1).find({ token: openToken.hash, key: 'unknown' })).rejects.toThrow();
  });
});

describe.each(['refuses', 'throttles', 'hangs'] as const)('while the table %s', (mood) => {
  test('what it had less than an hour ago counts', async () => {
    const process = await processWithKey();
    process.table.mood = mood;
    process.revoke(keyRowHash);
    expect(await process.wait(HOUR - 1).find()).toEqual({ token, key });
  });

  test.each([
    { what: 'an hour ago', up: HOUR, wall: HOUR },
    { what: 'an hour ago by the process, with the wall clock set back', up: HOUR, wall: 1 },
    { what: 'an hour ago by the wall clock, with the process frozen', up: 1, wall: HOUR },
    { what: 'when the wall clock was two hours ahead', up: 1, wall: -2 * HOUR },
  ])('what it had $what does not', async ({ up, wall }) => {
    const process = await processWithKey();
    process.table.mood = mood;
    await expect(process.wait(up, wall).find()).rejects.toThrow();
  });

  test('it is asked nothing for 5 s: unknown keys are rejected at once, and known ones found', async () => {
    const process = await processWithKey();
    process.table.mood = mood;
    await expect(process.wait(MINUTE).find({ token: token.hash, key: 'unknown' })).rejects.toThrow();
    for (let question = 0; question < 3; question++) {
      process.wait(1_666);
      await expect(process.find({ token: token.hash, key: 'unknown' })).rejects.toThrow('less than 5000 ms ago');
      expect(await process.find()).toEqual({ token, key });
    }
    expect(process.requests).toBe(2);
    process.table.mood = 'answers';
    expect(await process.wait(2).find({ token: token.hash, key: 'unknown' })).toEqual({ token, key: undefined });
    expect(process.requests).toBe(3);
  });

  test('nothing is found by a process that has read nothing', async () => {
    const process = new SimulatedProcess();
    process.table.mood = mood;
    await expect(process.find({ token: 'unknown', key: 'unknown' })).rejects.toThrow();
    await expect(process.find()).rejects.toThrow();
    await expect(process.find({ token: openToken.hash, key: undefined })).rejects.toThrow();
  });
});

describe('a question that has little time', () => {
  const unknown = { token: token.hash, key: 'unknown' };

  test('does not keep the next one from the table when it got no answer', async () => {
    const process = await processWithKey();
    process.table.mood = 'hangs';
    await expect(process.find(unknown, LOOKUP_MS - 1)).rejects.toThrow('no answer within');
    process.table.mood = 'answers';
    expect(await process.find(unknown)).toEqual({ token, key: undefined });
  });

  test.each(['refuses', 'throttles'] as const)('keeps it when the table %s', async (mood) => {
    const process = await processWithKey();
    process.table.mood = mood;
    await expect(process.find(unknown, LOOKUP_MS - 1)).rejects.toThrow();
    process.table.mood = 'answers';
    await expect(process.find(unknown)).rejects.toThrow('less than 5000 ms ago');
  });
});

test('no more credentials are remembered than there may be: the earliest is forgotten', async () => {
  const process = await processWithKey();
  const others = ['a', 'b', 'c'].map((secret) => buildStreamKey(secret));
  for (const other of others) {
    process.table.add(toStreamKeyRow(other));
    await process.find({ token: token.hash, key: other.hash });
  }
  process.table.mood = 'refuses';
  for (const other of others)
    expect(await process.find({ token: token.hash, key: other.hash })).toEqual({ token, key: other });
  await expect(process.find()).rejects.toThrow();
});

/** One step of a history: some time passes, then the table or a row changes, then somebody asks. */
interface Step {
  readonly ms: number;
  readonly mood: TableMood;
  readonly toggled: string | undefined;
  readonly asked: CredentialHashes;
}

const rows = new Map(
  [toTokenRow(token), toTokenRow(openToken), toStreamKeyRow(key)].map((row) => [row.hash?.S ?? '', row]),
);
const steps = fc.array(
  fc.record<Step>({
    ms: fc.oneof(fc.nat(10 * SECOND), fc.nat(2 * MINUTE), fc.nat(2 * HOUR)),
    mood: fc.constantFrom('answers', 'answers', 'refuses', 'throttles'),
    toggled: fc.constantFrom(undefined, undefined, ...rows.keys()),
    asked: fc.record({
      token: fc.constantFrom(token.hash, openToken.hash),
      key: fc.constantFrom(undefined, key.hash),
    }),
  }),
  { maxLength: 30 },
);

/** The semantics in short: when each row was last seen, and when the table last failed. */
class Model {
  readonly #seenAt = new Map<string, number>();
  #failedAt = Number.NEGATIVE_INFINITY;
  requests = 0;

  /** Returns what is found at a time, undefined where it cannot be told. */
  find(table: FakeTokensTable, asked: CredentialHashes, now: number): CredentialPair | undefined {
    const fresh = this.#recall(asked, now - MINUTE);
    if (fresh) return fresh;
    if (now - this.#failedAt < 5 * SECOND) return this.#recall(asked, now - HOUR);
    this.requests++;
    const hashes = [asked.token, ...(asked.key === undefined ? [] : [`${STREAM_KEY_PREFIX}${asked.key}`])];
    const read = { answers: 2, throttles: 1, refuses: 0, hangs: 0 }[table.mood];
    for (const hash of hashes.slice(0, read)) {
      if (table.rows.has(hash)) this.#seenAt.set(hash, now);
      else this.#seenAt.delete(hash);
    }
    this.#failedAt = read < hashes.length ? now : Number.NEGATIVE_INFINITY;
    if (read < hashes.length) return this.#recall(asked, now - HOUR);
    return pairOf(hashes.filter((hash) => table.rows.has(hash)));
  }

  #recall({ token, key }: CredentialHashes, after: number): CredentialPair | undefined {
    const isKnown = (hash: string) => (this.#seenAt.get(hash) ?? after) > after;
    if (!isKnown(token)) return undefined;
    const known = [token, `${STREAM_KEY_PREFIX}${key}`].filter(isKnown);
    return known.length === 2 || key === undefined || token === openToken.hash ? pairOf(known) : undefined;
  }
}

function pairOf(hashes: readonly string[]): CredentialPair {
  const found = [...rows].filter(([hash]) => hashes.includes(hash)).map(([, row]) => row);
  const [tokenRow, keyRow] = [found.find((row) => !isStreamKeyRow(row)), found.find(isStreamKeyRow)];
  return { token: tokenRow && readTokenRow(tokenRow), key: keyRow && readStreamKeyRow(keyRow) };
}

function toggle(table: FakeTokensTable, hash: string): void {
  const row = rows.get(hash);
  if (!table.rows.delete(hash) && row) table.add(row);
}

test('any history of questions, revocations and failures is answered as the model does, with as many requests', async () => {
  const property = fc.asyncProperty(steps, async (history) => {
    const [process, model] = [new SimulatedProcess(), new Model()];
    for (const { ms, mood, toggled, asked } of history) {
      process.wait(ms);
      process.table.mood = mood;
      if (toggled !== undefined) toggle(process.table, toggled);
      const expected = model.find(process.table, asked, process.up);
      expect(await process.find(asked).catch(() => undefined)).toEqual(expected);
      expect(process.requests).toBe(model.requests);
    }
  });
  await fc.assert(property, { numRuns: 200 });
});

test('whatever the clocks do, a revoked key is not found an hour later, nor 60 s later while the table answers', async () => {
  const jump = fc.oneof(
    fc.constant(0),
    fc.integer({ min: -MINUTE, max: MINUTE }),
    fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
  );
  const moods = fc.constantFrom<TableMood>('answers', 'refuses', 'throttles');
  const set = fc.array(fc.record({ ms: fc.nat(20 * MINUTE), jump, isFrozen: fc.constant(false), mood: moods }));
  const frozen = fc.array(
    fc.record({ ms: fc.nat(20 * MINUTE), jump: fc.constant(0), isFrozen: fc.boolean(), mood: moods }),
  );
  const property = fc.asyncProperty(fc.oneof(set, frozen), async (history) => {
    const process = await processWithKey();
    process.revoke(keyRowHash);
    let [passed, sinceFailure] = [0, HOUR];
    for (const { ms, jump, isFrozen, mood } of history) {
      passed += ms;
      sinceFailure += ms;
      process.table.mood = mood;
      const found = await process
        .wait(isFrozen ? 0 : ms, ms + jump)
        .find()
        .catch(() => undefined);
      if (passed >= HOUR) expect(found?.key).toBeUndefined();
      if (mood !== 'answers') sinceFailure = 0;
      else if (passed >= MINUTE && sinceFailure >= 5 * SECOND) expect(found?.key).toBeUndefined();
    }
  });
  await fc.assert(property, { numRuns: 200 });
});
