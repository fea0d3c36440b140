import { setTimeout } from 'node:timers/promises';
import { monotonicMs } from '../../lambda/monotonic-ms.ts';

/** A pause that took this much longer than it should (ms): the machine slept, or the process was stopped. */
const SLEPT_MS = 10_000;

/**
 * Looks at all live streams. `listeningSince` (ms since the epoch): no hook could be received before. Rejects when the signal
 * aborts.
 */
export type SweepOnce = (listeningSince: number, signal: AbortSignal) => Promise<void>;

/** Sweeps at the start, and then again and again; never twice at once. */
export class SweepTimer {
  readonly #sweep: SweepOnce;
  readonly #intervalMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;

  /** `onError` receives why a sweep failed: the next one tries again. */
  constructor(sweep: SweepOnce, intervalMs: number, onError: (error: unknown) => void) {
    this.#sweep = sweep;
    this.#intervalMs = intervalMs;
    this.#onError = onError;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Aborts the sweep that runs, if any: it does no harm. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let listeningSince = Date.now(); !signal.aborted; ) {
      const began = monotonicMs();
      await this.#sweep(listeningSince, signal).catch((error) => signal.aborted || this.#onError(error));
      const pauseMs = Math.max(0, this.#intervalMs - (monotonicMs() - began));
      const pausedAt = Date.now();
      await setTimeout(pauseMs, undefined, { signal }).catch(() => {}); // aborted by stop
      if (Date.now() - pausedAt > pauseMs + SLEPT_MS) listeningSince = Date.now();
    }
  }
}
