import { uptime } from '../monotonic-ms.ts';

/** How long tables that just did not answer are doubted, in ms. */
const DOUBTED_MS = 10_000;

/** As a share of the usual time: timers are not exact, and the SDK may give up a little earlier. */
const MOST = 0.9;

/**
 * How long a hook waits for the tables. Once they did not answer it is less, until they do: a function that waits can
 * receive nothing else, and a small account has ten of them.
 */
export class Patience {
  readonly #usualMs: number;
  readonly #doubtfulMs: number;
  #doubtedUntil = 0;

  constructor(usualMs: number, doubtfulMs = usualMs) {
    this.#usualMs = usualMs;
    this.#doubtfulMs = doubtfulMs;
  }

  /** In ms. */
  get ms(): number {
    return uptime() < this.#doubtedUntil ? this.#doubtfulMs : this.#usualMs;
  }

  /** The tables answered. */
  restore(): void {
    this.#doubtedUntil = 0;
  }

  /** The tables failed after so many ms: where it took no time, nothing can be saved. When the doubt is over, one hook gives them the usual time, however often they failed meanwhile. */
  lose(afterMs: number): void {
    const now = uptime();
    if (now >= this.#doubtedUntil && afterMs >= MOST * this.#usualMs) this.#doubtedUntil = now + DOUBTED_MS;
  }
}
