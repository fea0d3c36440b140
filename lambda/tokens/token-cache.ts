import { uptime } from '../monotonic-ms.ts';
import type { Table } from '../table/table.ts';
import { within } from '../with-timeout.ts';
import { readTokenItem, type Token, tokenKey } from './token.ts';

/** How long a token that was found is believed without asking again, in ms: a revoked one works no longer than this. */
const BELIEVED_MS = 60_000;
/** How long after it was found one is believed while the table does not answer, in ms. */
const TRUSTED_MS = 3_600_000;
/** How long it is believed then before the table is asked again, in ms: not every hook waits for what does not answer. */
const TRUSTED_AGAIN_MS = 5_000;
/** How far the clocks of the API's machines, which the wall clock is read from, may lie apart, in ms. */
const SKEW_MS = 1_000;
/** A process remembers no more tokens than this. */
const MOST_TOKENS = 1_000;

/** A moment, by two clocks (ms): the wall clock may be set, and that of a process may stand still while Lambda has frozen it. */
interface Moment {
  readonly wall: number;
  readonly up: number;
}

interface Found {
  readonly token: Token;
  readonly foundAt: Moment;
  /** When the table last failed to tell of it. */
  readonly failedAt?: Moment;
}

/** Finds tokens in their table, and remembers those it found: what was never one is asked for each time. */
export class TokenLookUp {
  readonly #found = new Map<string, Found>();
  /** Those that are being asked for: who comes meanwhile waits for the same answer. */
  readonly #asked = new Map<string, Promise<Token | undefined>>();
  readonly #answersWithinMs: number;
  readonly #uptime: () => number;

  /** How long the table may take to answer, in ms, and the clock of the process. */
  constructor(answersWithinMs: number, clock = uptime) {
    this.#answersWithinMs = answersWithinMs;
    this.#uptime = clock;
  }

  /**
   * The token of this hash, or undefined when there is none, asked for then (ms since the epoch). Throws when the table does
   * not answer, within so many ms where less time is left than it usually has, and it was not found in the last hour.
   */
  async find(table: Table, hash: string, wall: number, leftMs = this.#answersWithinMs): Promise<Token | undefined> {
    const now = { wall, up: this.#uptime() };
    const known = this.#found.get(hash);
    if (known && (isWithin(BELIEVED_MS, known.foundAt, now) || isWithin(TRUSTED_AGAIN_MS, known.failedAt, now)))
      return known.token;
    const asked = this.#asked.get(hash) ?? this.#ask(table, hash, now, leftMs);
    this.#asked.set(hash, asked);
    try {
      return await asked;
    } catch (error) {
      if (!known || !isWithin(TRUSTED_MS, known.foundAt, now)) throw error;
      this.#found.set(hash, { ...known, failedAt: now });
      return known.token;
    }
  }

  async #ask(table: Table, hash: string, now: Moment, leftMs: number): Promise<Token | undefined> {
    try {
      const ms = Math.min(this.#answersWithinMs, leftMs);
      const item = await within(ms, (signal) => table.within(signal).get(tokenKey(hash), true));
      if (item === undefined) this.#found.delete(hash);
      return item && this.#remember(readTokenItem(item), now);
    } finally {
      this.#asked.delete(hash);
    }
  }

  #remember(token: Token, foundAt: Moment): Token {
    if (this.#found.size >= MOST_TOKENS) this.#found.clear();
    this.#found.set(token.hash, { token, foundAt });
    return token;
  }
}

/** Whether fewer ms have passed since a moment by both clocks: a wall clock that is far before it was set back. */
function isWithin(ms: number, since: Moment | undefined, now: Moment): boolean {
  if (since === undefined) return false;
  const passed = now.wall - since.wall;
  return now.up - since.up < ms && passed < ms && passed > -SKEW_MS;
}
