import { monotonicMs } from '../monotonic-ms.ts';

/** How long tables that just did not answer are doubted, in ms. */
const OPEN_MS = 10_000;

/** As a share of the usual time: timers are not exact, and the SDK may give up a little earlier. */
const TIMEOUT_SHARE = 0.9;

/**
 * How long a hook waits for the tables. Once they did not answer it is less, until they do: a function that waits can
 * receive nothing else, and a small account has ten of them.
 */
export class TableCircuitBreaker {
  readonly #closedTimeoutMs: number;
  readonly #openTimeoutMs: number;
  #openUntil = 0;

  constructor(usualMs: number, doubtfulMs = usualMs) {
    this.#closedTimeoutMs = usualMs;
    this.#openTimeoutMs = doubtfulMs;
  }

  /** In ms. */
  get timeoutMs(): number {
    return monotonicMs() < this.#openUntil ? this.#openTimeoutMs : this.#closedTimeoutMs;
  }

  /** The tables answered. */
  recordSuccess(): void {
    this.#openUntil = 0;
  }

  /** The tables failed after so many ms: where it took no time, nothing can be saved. When the doubt is over, one hook gives them the usual time, however often they failed meanwhile. */
  recordFailure(afterMs: number): void {
    const now = monotonicMs();
    if (now >= this.#openUntil && afterMs >= TIMEOUT_SHARE * this.#closedTimeoutMs) this.#openUntil = now + OPEN_MS;
  }
}
