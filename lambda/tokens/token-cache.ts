import { monotonicMs } from '../monotonic-ms.ts';
import { readTokenRow, tokenKey } from '../table/rows/token-row.ts';
import type { Table } from '../table/table.ts';
import { withTimeout } from '../with-timeout.ts';
import type { Token } from './token.ts';

/** How long a token that was found is believed without asking again, in ms: a revoked one works no longer than this. */
const CACHE_TTL_MS = 60_000;
/** How long after it was found one is believed while the table does not answer, in ms. */
const STALE_IF_ERROR_MS = 3_600_000;
/** How long it is believed then before the table is asked again, in ms: not every hook waits for what does not answer. */
const STALE_RETRY_MS = 5_000;
/** How far the clocks of the API's machines, which the wall clock is read from, may lie apart, in ms. */
const MAX_CLOCK_SKEW_MS = 1_000;
/** A process remembers no more tokens than this. */
const MAX_CACHED_TOKENS = 1_000;

/** A moment, by two clocks (ms): the wall clock may be set, and that of a process may stand still while Lambda has frozen it. */
interface Instant {
  readonly wall: number;
  readonly up: number;
}

interface CachedToken {
  readonly token: Token;
  readonly foundAt: Instant;
  /** When the table last failed to tell of it. */
  readonly failedAt?: Instant;
}

/** Finds tokens in their table, and remembers those it found: what was never one is asked for each time. */
export class TokenCache {
  readonly #cached = new Map<string, CachedToken>();
  /** Those that are being asked for: who comes meanwhile waits for the same answer. */
  readonly #inFlight = new Map<string, Promise<Token | undefined>>();
  readonly #timeoutMs: number;
  readonly #monotonicMs: () => number;

  /** How long the table may take to answer, in ms, and the clock of the process. */
  constructor(answersWithinMs: number, clock = monotonicMs) {
    this.#timeoutMs = answersWithinMs;
    this.#monotonicMs = clock;
  }

  /**
   * The token of this hash, or undefined when there is none, asked for then (ms since the epoch). Throws when the table does
   * not answer, within so many ms where less time is left than it usually has, and it was not found in the last hour.
   */
  async find(table: Table, hash: string, wall: number, leftMs = this.#timeoutMs): Promise<Token | undefined> {
    const now = { wall, up: this.#monotonicMs() };
    const known = this.#cached.get(hash);
    if (known && (isWithin(CACHE_TTL_MS, known.foundAt, now) || isWithin(STALE_RETRY_MS, known.failedAt, now)))
      return known.token;
    const asked = this.#inFlight.get(hash) ?? this.#fetch(table, hash, now, leftMs);
    this.#inFlight.set(hash, asked);
    try {
      return await asked;
    } catch (error) {
      if (!known || !isWithin(STALE_IF_ERROR_MS, known.foundAt, now)) throw error;
      this.#cached.set(hash, { ...known, failedAt: now });
      return known.token;
    }
  }

  async #fetch(table: Table, hash: string, now: Instant, leftMs: number): Promise<Token | undefined> {
    try {
      const ms = Math.min(this.#timeoutMs, leftMs);
      const item = await withTimeout(ms, (signal) => table.withSignal(signal).get(tokenKey(hash), true));
      if (item === undefined) this.#cached.delete(hash);
      return item && this.#store(readTokenRow(item), now);
    } finally {
      this.#inFlight.delete(hash);
    }
  }

  #store(token: Token, foundAt: Instant): Token {
    if (this.#cached.size >= MAX_CACHED_TOKENS) this.#cached.clear();
    this.#cached.set(token.hash, { token, foundAt });
    return token;
  }
}

/** Whether fewer ms have passed since a moment by both clocks: a wall clock that is far before it was set back. */
function isWithin(ms: number, since: Instant | undefined, now: Instant): boolean {
  if (since === undefined) return false;
  const passed = now.wall - since.wall;
  return now.up - since.up < ms && passed < ms && passed > -MAX_CLOCK_SKEW_MS;
}
