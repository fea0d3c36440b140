import type { Table } from '../table/table.ts';
import { within } from '../within.ts';
import { readTokenItem, type Token, tokenKey } from './token.ts';

/** How long a token that was found is believed without asking again, in ms: a revoked one works no longer than this. */
const BELIEVED_MS = 60_000;
/** How long after it was found one is believed while the table does not answer, in ms. */
const TRUSTED_MS = 3_600_000;
/** How long it is believed then before the table is asked again, in ms: not every hook waits for what does not answer. */
const TRUSTED_AGAIN_MS = 5_000;
/** A process remembers no more tokens than this. */
const MOST_TOKENS = 1_000;

interface Found {
  readonly token: Token;
  /** In ms since the epoch. */
  readonly foundAt: number;
  /** Until when the table is not asked again, in ms since the epoch. */
  readonly until: number;
}

/** Finds tokens in their table, and remembers those it found: what was never one is asked for each time. */
export class TokenLookUp {
  readonly #found = new Map<string, Found>();
  /** Those that are being asked for: who comes meanwhile waits for the same answer. */
  readonly #asked = new Map<string, Promise<Token | undefined>>();
  readonly #answersWithinMs: number;

  /** How long the table may take to answer, in ms. */
  constructor(answersWithinMs: number) {
    this.#answersWithinMs = answersWithinMs;
  }

  /**
   * The token of this hash, or undefined when there is none. Throws when the table does not answer, within so many ms where
   * less time is left than it usually has, and it was not found in the last hour.
   */
  async find(table: Table, hash: string, now: number, leftMs = this.#answersWithinMs): Promise<Token | undefined> {
    const known = this.#found.get(hash);
    if (known !== undefined && known.until > now) return known.token;
    const asked = this.#asked.get(hash) ?? this.#ask(table, hash, now, leftMs);
    this.#asked.set(hash, asked);
    try {
      return await asked;
    } catch (error) {
      if (known === undefined || known.foundAt + TRUSTED_MS <= now) throw error;
      this.#found.set(hash, { ...known, until: now + TRUSTED_AGAIN_MS });
      return known.token;
    }
  }

  async #ask(table: Table, hash: string, now: number, leftMs: number): Promise<Token | undefined> {
    try {
      const ms = Math.min(this.#answersWithinMs, leftMs);
      const item = await within(ms, (signal) => table.within(signal).get(tokenKey(hash), true));
      if (item === undefined) this.#found.delete(hash);
      return item && this.#remember(readTokenItem(item), now);
    } finally {
      this.#asked.delete(hash);
    }
  }

  #remember(token: Token, now: number): Token {
    if (this.#found.size >= MOST_TOKENS) this.#found.clear();
    this.#found.set(token.hash, { token, foundAt: now, until: now + BELIEVED_MS });
    return token;
  }
}
