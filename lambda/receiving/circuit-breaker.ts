import { monotonicMs } from '../monotonic-ms.ts';

/** The time for which the circuit stays open, in ms. */
const OPEN_MS = 10_000;

/** A failure after this share of the time limit counts as a timeout: timers are not exact, and the SDK may give up a little earlier. */
const TIMEOUT_SHARE = 0.9;

/**
 * Limits how long a hook waits for the tables. After a timeout the circuit is open, and the limit is shorter, until a hook is
 * stored: a function that waits can receive nothing else, and a small account has ten of them.
 */
export class TableCircuitBreaker {
  readonly #closedTimeoutMs: number;
  readonly #openTimeoutMs: number;
  #openUntil = 0;

  constructor(closedTimeoutMs: number, openTimeoutMs = closedTimeoutMs) {
    this.#closedTimeoutMs = closedTimeoutMs;
    this.#openTimeoutMs = openTimeoutMs;
  }

  get timeoutMs(): number {
    return monotonicMs() < this.#openUntil ? this.#openTimeoutMs : this.#closedTimeoutMs;
  }

  recordSuccess(): void {
    this.#openUntil = 0;
  }

  /**
   * Opens the circuit if the tables failed by a timeout: a quick failure costs no time. An open circuit is not prolonged, so
   * that a hook tries the full time limit again every `OPEN_MS`.
   */
  recordFailure(afterMs: number): void {
    const now = monotonicMs();
    if (now >= this.#openUntil && afterMs >= TIMEOUT_SHARE * this.#closedTimeoutMs) this.#openUntil = now + OPEN_MS;
  }
}
