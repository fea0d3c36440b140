import type { Table } from '../table/table.ts';
import { hashOf, readTokenItem, type Token, tokenKey } from './token.ts';

/** How long a token that was found is believed without asking again, in ms: a revoked one works no longer than this. */
const BELIEVED_MS = 60_000;
/** A process remembers no more tokens than this. */
const MOST_TOKENS = 1_000;

/** Finds tokens in their table, and remembers those it found: what was never one is asked for each time. */
export class TokenLookUp {
  readonly #found = new Map<string, { token: Token; until: number }>();
  /** Those that are being asked for: who comes meanwhile waits for the same answer. */
  readonly #asked = new Map<string, Promise<Token | undefined>>();

  /** The token of this secret, or undefined when there is none. Throws when the table does not answer. */
  async find(table: Table, secret: string, now: number): Promise<Token | undefined> {
    const hash = hashOf(secret);
    const known = this.#found.get(hash);
    if (known !== undefined && known.until > now) return known.token;
    const asked = this.#asked.get(hash) ?? this.#ask(table, hash, now);
    this.#asked.set(hash, asked);
    return asked;
  }

  async #ask(table: Table, hash: string, now: number): Promise<Token | undefined> {
    try {
      const item = await table.get(tokenKey(hash), true);
      if (item === undefined) this.#found.delete(hash);
      return item && this.#remember(readTokenItem(item), now);
    } finally {
      this.#asked.delete(hash);
    }
  }

  #remember(token: Token, now: number): Token {
    if (this.#found.size >= MOST_TOKENS) this.#found.clear();
    this.#found.set(token.hash, { token, until: now + BELIEVED_MS });
    return token;
  }
}
