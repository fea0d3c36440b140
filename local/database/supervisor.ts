import { setTimeout } from 'node:timers/promises';

/** How long until what ended is started again, in ms: twice as long each time, while it ends at once. */
const MIN_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;

/** Something that runs until it fails or is told to close. */
export interface Service {
  /** Resolves when it has ended, with what it failed of. */
  readonly ended: Promise<unknown>;
  readonly close: () => void;
}

/** Starts something again whenever it ends before it is told to. */
export class Supervisor {
  readonly #start: () => Promise<Service>;
  readonly #onFailure: (error: unknown) => void;
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;

  /** Takes what runs already, how to start it again, and whom to tell why it ended, or could not be started. */
  constructor(first: Service, start: () => Promise<Service>, failed: (error: unknown) => void) {
    this.#start = start;
    this.#onFailure = failed;
    this.#loop = this.#run(first);
  }

  /** Tells it to close, and resolves when it has. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(first: Service): Promise<void> {
    const { signal } = this.#stopping;
    let backoffMs = MIN_BACKOFF_MS;
    for (let running: Service | undefined = first; ; running = await this.#restart()) {
      const startedAt = performance.now();
      if (running !== undefined) await this.#waitForEnd(running);
      if (signal.aborted) return;
      if (performance.now() - startedAt > MAX_BACKOFF_MS) backoffMs = MIN_BACKOFF_MS; // it did run
      await setTimeout(backoffMs, undefined, { signal }).catch(() => {}); // it has to end
      backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS);
    }
  }

  async #restart(): Promise<Service | undefined> {
    if (this.#stopping.signal.aborted) return undefined;
    try {
      return await this.#start();
    } catch (error) {
      this.#onFailure(error);
      return undefined;
    }
  }

  async #waitForEnd({ close, ended }: Service): Promise<void> {
    const { signal } = this.#stopping;
    signal.addEventListener('abort', close);
    if (signal.aborted) close();
    const cause = await ended;
    signal.removeEventListener('abort', close);
    if (!signal.aborted) this.#onFailure(cause);
  }
}
