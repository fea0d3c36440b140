import { monotonicMs } from '../monotonic-ms.ts';
import type { Item, Table } from '../table/table.ts';
import { CACHE_TTL_MS, type Instant, isWithin, STALE_IF_ERROR_MS, STALE_RETRY_MS } from '../tokens/freshness.ts';
import type { StreamKey } from '../tokens/stream-key.ts';
import { isStreamKeyRow, readStreamKeyRow, streamKeyKey } from '../tokens/stream-key-row.ts';
import type { Token } from '../tokens/token.ts';
import { readTokenRow, tokenKey } from '../tokens/token-row.ts';
import { TimeLimitError, withTimeout } from '../with-timeout.ts';
import type { CredentialFinder, CredentialHashes, CredentialPair } from './authoriser-deps.ts';
import { CredentialMemory } from './credential-memory.ts';

/** The limits of a cache. */
export interface CredentialLimits {
  /**
   * The time limit of a lookup when what is remembered answers without it, in ms: time for a connection that died in a frozen
   * process, and for a second try. A shorter limit would let in a key that was revoked whenever a connection is lost.
   */
  readonly fallbackMs: number;
  /**
   * The time limit from which a lookup without an answer shows that the table does not answer, in ms: a question that arrived
   * late has less time, and the answer may have been on its way.
   */
  readonly conclusiveMs: number;
  /** The tokens that are remembered at most, and the keys. */
  readonly maxRemembered: number;
}

/** Of 10 000 keys, each with 1 KB at most, the function's memory takes little notice. */
const defaults: CredentialLimits = { fallbackMs: 500, conclusiveMs: 400, maxRemembered: 10_000 };

/**
 * Finds the token of a URL and the key of a question in one round trip, or in none while both were found in the last 60 s. While
 * the table does not answer, what it had in the last hour counts, and nothing else does: after a failure the table is asked
 * nothing for 5 s, so that the next question in the media server's queue does not wait. It never caches that something does not
 * exist: a key works as soon as it is made.
 */
export class CredentialCache implements CredentialFinder {
  readonly #table: Table;
  readonly #limits: CredentialLimits;
  readonly #uptimeMs: () => number;
  readonly #tokens: CredentialMemory<Token>;
  readonly #keys: CredentialMemory<StreamKey>;
  /** In-flight lookups; concurrent callers share one. */
  readonly #inFlight = new Map<string, Promise<CredentialPair>>();
  /** The last time when the table failed to answer; undefined once it has answered again. */
  #failedAt: Instant | undefined;

  constructor(tokens: Table, limits: Partial<CredentialLimits> = {}, uptimeMs = monotonicMs) {
    this.#table = tokens;
    this.#limits = { ...defaults, ...limits };
    this.#uptimeMs = uptimeMs;
    this.#tokens = new CredentialMemory(this.#limits.maxRemembered);
    this.#keys = new CredentialMemory(this.#limits.maxRemembered);
  }

  async find(hashes: CredentialHashes, wall: number, ms: number): Promise<CredentialPair> {
    const now = { wall, up: this.#uptimeMs() };
    const fresh = this.#recall(hashes, CACHE_TTL_MS, now);
    if (fresh) return fresh;
    const stale = this.#recall(hashes, STALE_IF_ERROR_MS, now);
    if (isWithin(STALE_RETRY_MS, this.#failedAt, now)) {
      if (stale) return stale;
      throw new Error(
        `tokens table: received no answer less than ${STALE_RETRY_MS} ms ago, expected one. Try again later.`,
      );
    }
    try {
      return await this.#lookUp(hashes, now, stale ? Math.min(ms, this.#limits.fallbackMs) : ms);
    } catch (error) {
      const left = this.#recall(hashes, STALE_IF_ERROR_MS, now); // the lookup may have found one of the two
      if (left) return left;
      throw error;
    }
  }

  /** Returns what was found less than `ms` ago, if that is all that the question needs. An open token needs no key. */
  #recall(hashes: CredentialHashes, ms: number, now: Instant): CredentialPair | undefined {
    const token = this.#tokens.recall(hashes.token, ms, now);
    const key = this.#keys.recall(hashes.key, ms, now);
    const isEnough = token && (key || token.open || hashes.key === undefined);
    return isEnough ? { token, key } : undefined;
  }

  #lookUp(hashes: CredentialHashes, now: Instant, ms: number): Promise<CredentialPair> {
    const id = `${hashes.token} ${hashes.key}`;
    const shared = this.#inFlight.get(id);
    if (shared) return withTimeout(ms, () => shared);
    const lookup = this.#read(hashes, now, ms).finally(() => this.#inFlight.delete(id));
    this.#inFlight.set(id, lookup);
    return lookup;
  }

  async #read({ token, key }: CredentialHashes, now: Instant, ms: number): Promise<CredentialPair> {
    const keys = [tokenKey(token), ...(key === undefined ? [] : [streamKeyKey(key)])]; // never the same one twice: they differ by a prefix
    try {
      const { items, unread } = await withTimeout(ms, (signal) =>
        this.#table.withSignal(signal).getBatch(keys, { ConsistentRead: true }),
      );
      const pair = this.#store(items, now);
      if (!pair.token && !unread.some(isTokenRow)) this.#tokens.forget(token, now);
      if (!pair.key && key !== undefined && !unread.some(isStreamKeyRow)) this.#keys.forget(key, now);
      if (unread.length > 0)
        throw new Error('tokens table: received a part of the rows, expected all. It is throttled.');
      this.#failedAt = undefined;
      return pair;
    } catch (error) {
      if (error instanceof TimeLimitError && ms < this.#limits.conclusiveMs) throw error;
      const up = this.#uptimeMs();
      this.#failedAt = { wall: now.wall + up - now.up, up };
      throw error;
    }
  }

  #store(rows: readonly Item[], now: Instant): CredentialPair {
    const [tokenRow, keyRow] = [rows.find(isTokenRow), rows.find(isStreamKeyRow)];
    const pair = { token: tokenRow && readTokenRow(tokenRow), key: keyRow && readStreamKeyRow(keyRow) };
    if (pair.token) this.#tokens.remember(pair.token, now);
    if (pair.key) this.#keys.remember(pair.key, now);
    return pair;
  }
}

const isTokenRow = (row: Item): boolean => !isStreamKeyRow(row);
