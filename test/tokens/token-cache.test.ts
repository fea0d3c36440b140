import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTokenRow } from '../../lambda/table/rows/token-row.ts';
import { Table } from '../../lambda/table/table.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { connect } from '../../local/database/database.ts';

const token = { hash: 'hash', scopes: [], app: '*', label: '', createdAt: 0, expiresAt: null };

/** A table of one token, that may be revoked, and may not answer. */
class FakeTokenTable extends Table {
  isRevoked = false;
  isAvailable = true;
  requests = 0;

  constructor() {
    super(connect('http://127.0.0.1:1'), 'tokens');
  }

  override withSignal(): Table {
    return this;
  }

  override async get() {
    this.requests++;
    if (!this.isAvailable) throw new Error('no answer');
    return this.isRevoked ? undefined : toTokenRow(token);
  }
}

/** A process that looks up the token, and the two clocks it sees, in ms. */
class SimulatedProcess {
  readonly tokens = new FakeTokenTable();
  wall = Date.UTC(2026, 10, 26);
  up = 0;
  readonly #lookUp = new TokenCache(1_000, () => this.up);

  find = () => this.#lookUp.find(this.tokens, token.hash, this.wall);

  /** So much time passes by each of the clocks. */
  async after(up: number, wall = up) {
    this.up += up;
    this.wall += wall;
    return this.find();
  }
}

/** One that has found the token. */
async function found(): Promise<SimulatedProcess> {
  const process = new SimulatedProcess();
  expect(await process.find()).toEqual(token);
  return process;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a token that was found', () => {
  test.each([
    { what: 'at once', up: 0, wall: 0, asked: 1 },
    { what: 'a moment before 60 s', up: MINUTE - 1, wall: MINUTE - 1, asked: 1 },
    { what: 'after 60 s', up: MINUTE, wall: MINUTE, asked: 2 },
    { what: 'after 60 s of the process, the wall clock set back', up: MINUTE, wall: 1, asked: 2 },
    { what: 'after 60 s of the wall clock, the process frozen', up: 1, wall: MINUTE, asked: 2 },
    { what: 'by another machine of the API, whose clock is a little behind', up: 1, wall: -999, asked: 1 },
    { what: 'at a time a second before it was found', up: 1, wall: -1_000, asked: 2 },
    { what: 'two hours before it was found', up: 1, wall: -2 * HOUR, asked: 2 },
    { what: 'two hours later by the wall clock alone', up: 1, wall: 2 * HOUR, asked: 2 },
  ])('$what has been asked for so often: $asked', async ({ up, wall, asked }) => {
    const process = await found();
    expect(await process.after(up, wall)).toEqual(token);
    expect(process.tokens.requests).toBe(asked);
  });

  test('and then revoked is good for less than 60 s, however the wall clock is set or the process frozen, if not both', async () => {
    const ms = fc.integer({ min: 0, max: 50_000 });
    const jump = fc.oneof(fc.integer({ min: -MINUTE, max: MINUTE }), fc.integer({ min: -3 * HOUR, max: 3 * HOUR }));
    const set = fc.array(fc.record({ ms, jump, isFrozen: fc.constant(false) }));
    const frozen = fc.array(fc.record({ ms, jump: fc.constant(0), isFrozen: fc.boolean() }));
    const property = fc.asyncProperty(fc.oneof(set, frozen), async (steps) => {
      const process = await found();
      process.tokens.isRevoked = true;
      let passed = 0;
      for (const { ms, jump, isFrozen } of steps) {
        passed += ms;
        const good = await process.after(isFrozen ? 0 : ms, ms + jump);
        if (passed >= MINUTE) expect(good).toBeUndefined();
      }
    });
    await fc.assert(property, { numRuns: 1_000 });
  });

  test.each([
    { what: 'less than an hour', up: HOUR - 1, wall: HOUR - 1, good: true },
    { what: 'an hour', up: HOUR, wall: HOUR, good: false },
    { what: 'an hour of the process, the wall clock set back', up: HOUR, wall: MINUTE, good: false },
    { what: 'an hour of the wall clock, the process frozen', up: MINUTE, wall: HOUR, good: false },
    { what: 'minus two hours', up: MINUTE, wall: -2 * HOUR, good: false },
  ])('is good after $what without an answer: $good', async ({ up, wall, good }) => {
    const process = await found();
    process.tokens.isAvailable = false;
    const answer = process.after(up, wall);
    await (good ? expect(answer).resolves.toEqual(token) : expect(answer).rejects.toThrow('no answer'));
  });

  test('is asked for again 5 s after there was no answer, by either clock', async () => {
    const process = await found();
    process.tokens.isAvailable = false;
    const asked = [];
    for (const [up, wall] of [[MINUTE], [4_999], [1], [1, 4_999], [1, 1], [1, -1_000]] as const) {
      await process.after(up, wall);
      asked.push(process.tokens.requests);
    }
    expect(asked).toEqual([2, 2, 3, 3, 4, 5]);
  });
});
