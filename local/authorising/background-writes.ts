import { setTimeout as sleep } from 'node:timers/promises';

/** The time for which an answer waits for a write, in ms: as long as when deployed. */
const WAIT_MS = 100;

/** Writes that go on after the answer on a busy machine. Deployed they are given up then: Lambda freezes the process. */
export class BackgroundWrites {
  readonly #running = new Set<Promise<unknown>>();

  /** Returns the result of a write that never rejects, or the fallback when it takes longer than an answer waits. */
  run<T>(write: Promise<T>, fallback: T): Promise<T> {
    this.#running.add(write);
    void write.finally(() => this.#running.delete(write));
    return Promise.race([write, sleep(WAIT_MS, fallback, { ref: false })]);
  }

  /** Waits for all writes that are running. */
  async finish(): Promise<void> {
    await Promise.all(this.#running);
  }
}
