import { monotonicMs } from '../monotonic-ms.ts';
import type { Table } from '../table/table.ts';
import { withTimeout } from '../with-timeout.ts';
import type { Token } from './token.ts';
import { readTokenRow, tokenKey } from './token-row.ts';

/** The time for which a cached token is used without a lookup, in ms: a revoked token works for at most as long. */
const CACHE_TTL_MS = 60_000;
/** The time for which a cached token is used while the table does not answer, in ms. */
const STALE_IF_ERROR_MS = 3_600_000;
/** The time between lookups of a stale token, in ms: not every hook waits for a table that is down. */
const STALE_RETRY_MS = 5_000;
/** The largest difference between the clocks of API Gateway's machines, in ms: they set the wall clock of an `Instant`. */
const MAX_CLOCK_SKEW_MS = 1_000;
const MAX_CACHED_TOKENS = 1_000;

/** A time by two clocks, in ms: the wall clock may be set, and the process's clock may stop while Lambda has frozen the process. */
interface Instant {
  readonly wall: number;
  readonly up: number;
}

interface CachedToken {
  readonly token: Token;
  readonly fetchedAt: Instant;
  /** When the table last failed to answer. */
  readonly failedAt?: Instant;
}

/** Looks up tokens, with a cache (stale-if-error). It does not cache that a token does not exist. */
export class TokenCache {
  readonly #cached = new Map<string, CachedToken>();
  /** In-flight lookups; concurrent callers share one. */
  readonly #inFlight = new Map<string, Promise<Token | undefined>>();
  readonly #timeoutMs: number;
  readonly #uptimeMs: () => number;

  constructor(timeoutMs: number, uptimeMs = monotonicMs) {
    this.#timeoutMs = timeoutMs;
    this.#uptimeMs = uptimeMs;
  }

  /**
   * Returns the token of a hash at the time `wall` (ms since the epoch), or undefined when there is none. Rejects when the table
   * does not answer in time, or within `leftMs` if that is less, and the token was not fetched in the last hour.
   */
  async find(table: Table, hash: string, wall: number, leftMs = this.#timeoutMs): Promise<Token | undefined> {
    const now = { wall, up: this.#uptimeMs() };
    const cached = this.#cached.get(hash);
    if (cached && (isWithin(CACHE_TTL_MS, cached.fetchedAt, now) || isWithin(STALE_RETRY_MS, cached.failedAt, now)))
      return cached.token;
    const lookup = this.#inFlight.get(hash) ?? this.#fetch(table, hash, now, leftMs);
    this.#inFlight.set(hash, lookup);
    try {
      return await lookup;
    } catch (error) {
      if (!cached || !isWithin(STALE_IF_ERROR_MS, cached.fetchedAt, now)) throw error;
      this.#cached.set(hash, { ...cached, failedAt: now });
      return cached.token;
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

  #store(token: Token, fetchedAt: Instant): Token {
    if (this.#cached.size >= MAX_CACHED_TOKENS) this.#cached.clear();
    this.#cached.set(token.hash, { token, fetchedAt });
    return token;
  }
}

/** Whether less than `ms` has passed by both clocks. A wall clock that is far behind was set back: then it has not. */
function isWithin(ms: number, since: Instant | undefined, now: Instant): boolean {
  if (since === undefined) return false;
  const passed = now.wall - since.wall;
  return now.up - since.up < ms && passed < ms && passed > -MAX_CLOCK_SKEW_MS;
}
