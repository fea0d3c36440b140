/** How long tables that just did not answer are doubted, in ms. */
const DOUBTED_MS = 10_000;

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
    return performance.now() < this.#doubtedUntil ? this.#doubtfulMs : this.#usualMs;
  }

  /** The tables answered. */
  restore(): void {
    this.#doubtedUntil = 0;
  }

  /** The tables did not answer in time. However often they do not meanwhile: when the doubt is over, one hook gives them the usual time. */
  lose(): void {
    const now = performance.now();
    if (now >= this.#doubtedUntil) this.#doubtedUntil = now + DOUBTED_MS;
  }
}
