import { monotonicMs } from '../monotonic-ms.ts';
import type { Table } from '../table/table.ts';
import { withTimeout } from '../with-timeout.ts';
import { CACHE_TTL_MS, type Instant, isWithin, STALE_IF_ERROR_MS, STALE_RETRY_MS } from './freshness.ts';
import type { Token } from './token.ts';
import { readTokenRow, tokenKey } from './token-row.ts';

const MAX_CACHED_TOKENS = 1_000;

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
