import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table } from '../../lambda/table/table.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { toTokenRow } from '../../lambda/tokens/token-row.ts';
import { unreachableClient } from '../table/unreachable-table.ts';
import { buildToken } from './token.builder.ts';

const token = buildToken('secret');

/** A table with one token, which can be revoked; the table can be made unavailable. */
class FakeTokenTable extends Table {
  isRevoked = false;
  isAvailable = true;
  requests = 0;

  constructor() {
    super(unreachableClient(), 'tokens');
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

/** A process that looks up the token, and its two clocks, in ms. */
class SimulatedProcess {
  readonly tokens = new FakeTokenTable();
  wall = Date.UTC(2026, 10, 26);
  up = 0;
  readonly #cache = new TokenCache(1_000, () => this.up);

  find = () => this.#cache.find(this.tokens, token.hash, this.wall);

  /** Looks it up after some time, by each of the clocks. */
  async after(up: number, wall = up) {
    this.up += up;
    this.wall += wall;
    return this.find();
  }
}

/** A process that has cached the token. */
async function processWithToken(): Promise<SimulatedProcess> {
  const process = new SimulatedProcess();
  expect(await process.find()).toEqual(token);
  return process;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a cached token', () => {
  test.each([
    { what: 'at once', up: 0, wall: 0, requests: 1 },
    { what: 'a moment before 60 s', up: MINUTE - 1, wall: MINUTE - 1, requests: 1 },
    { what: 'after 60 s', up: MINUTE, wall: MINUTE, requests: 2 },
    { what: 'after 60 s of the process, with the wall clock set back', up: MINUTE, wall: 1, requests: 2 },
    { what: 'after 60 s of the wall clock, with the process frozen', up: 1, wall: MINUTE, requests: 2 },
    { what: 'by another machine of the API whose clock is a little behind', up: 1, wall: -999, requests: 1 },
    { what: 'a second before it was fetched', up: 1, wall: -1_000, requests: 2 },
    { what: 'two hours before it was fetched', up: 1, wall: -2 * HOUR, requests: 2 },
    { what: 'two hours later by the wall clock only', up: 1, wall: 2 * HOUR, requests: 2 },
  ])('$what: requests to the table: $requests', async ({ up, wall, requests }) => {
    const process = await processWithToken();
    expect(await process.after(up, wall)).toEqual(token);
    expect(process.tokens.requests).toBe(requests);
  });

  test('works for less than 60 s after it is revoked, whether the wall clock is set or the process is frozen', async () => {
    const ms = fc.integer({ min: 0, max: 50_000 });
    const jump = fc.oneof(fc.integer({ min: -MINUTE, max: MINUTE }), fc.integer({ min: -3 * HOUR, max: 3 * HOUR }));
    const set = fc.array(fc.record({ ms, jump, isFrozen: fc.constant(false) }));
    const frozen = fc.array(fc.record({ ms, jump: fc.constant(0), isFrozen: fc.boolean() }));
    const property = fc.asyncProperty(fc.oneof(set, frozen), async (steps) => {
      const process = await processWithToken();
      process.tokens.isRevoked = true;
      let passed = 0;
      for (const { ms, jump, isFrozen } of steps) {
        passed += ms;
        const result = await process.after(isFrozen ? 0 : ms, ms + jump);
        if (passed >= MINUTE) expect(result).toBeUndefined();
      }
    });
    await fc.assert(property, { numRuns: 1_000 });
  });

  test.each([
    { what: 'less than an hour', up: HOUR - 1, wall: HOUR - 1, works: true },
    { what: 'an hour', up: HOUR, wall: HOUR, works: false },
    { what: 'an hour of the process, with the wall clock set back,', up: HOUR, wall: MINUTE, works: false },
    { what: 'an hour of the wall clock, with the process frozen,', up: MINUTE, wall: HOUR, works: false },
    { what: 'minus two hours', up: MINUTE, wall: -2 * HOUR, works: false },
  ])('works $what after it was fetched while the table is down: $works', async ({ up, wall, works }) => {
    const process = await processWithToken();
    process.tokens.isAvailable = false;
    const answer = process.after(up, wall);
    await (works ? expect(answer).resolves.toEqual(token) : expect(answer).rejects.toThrow('no answer'));
  });

  test('is looked up again 5 s after the table was down, by either clock', async () => {
    const process = await processWithToken();
    process.tokens.isAvailable = false;
    const requests = [];
    for (const [up, wall] of [[MINUTE], [4_999], [1], [1, 4_999], [1, 1], [1, -1_000]] as const) {
      await process.after(up, wall);
      requests.push(process.tokens.requests);
    }
    expect(requests).toEqual([2, 2, 3, 3, 4, 5]);
  });
});
