import { setTimeout } from 'node:timers/promises';

/** How long until what ended is started again, in ms: twice as long each time, while it ends at once. */
const PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

/** Something that runs until it fails or is told to close. */
export interface Service {
  /** Resolves when it has ended, with what it failed of. */
  readonly ended: Promise<unknown>;
  readonly close: () => void;
}

/** Starts something again whenever it ends before it is told to. */
export class Supervisor {
  readonly #start: () => Promise<Service>;
  readonly #failed: (error: unknown) => void;
  readonly #ending = new AbortController();
  readonly #supervision: Promise<void>;

  /** Takes what runs already, how to start it again, and whom to tell why it ended, or could not be started. */
  constructor(first: Service, start: () => Promise<Service>, failed: (error: unknown) => void) {
    this.#start = start;
    this.#failed = failed;
    this.#supervision = this.#supervise(first);
  }

  /** Tells it to close, and resolves when it has. */
  async end(): Promise<void> {
    this.#ending.abort();
    await this.#supervision;
  }

  async #supervise(first: Service): Promise<void> {
    const { signal } = this.#ending;
    let pauseMs = PAUSE_MS;
    for (let running: Service | undefined = first; ; running = await this.#startAgain()) {
      const startedAt = performance.now();
      if (running !== undefined) await this.#endOf(running);
      if (signal.aborted) return;
      if (performance.now() - startedAt > MAX_PAUSE_MS) pauseMs = PAUSE_MS; // it did run
      await setTimeout(pauseMs, undefined, { signal }).catch(() => {}); // it has to end
      pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS);
    }
  }

  async #startAgain(): Promise<Service | undefined> {
    if (this.#ending.signal.aborted) return undefined;
    try {
      return await this.#start();
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  async #endOf({ close, ended }: Service): Promise<void> {
    const { signal } = this.#ending;
    signal.addEventListener('abort', close);
    if (signal.aborted) close();
    const cause = await ended;
    signal.removeEventListener('abort', close);
    if (!signal.aborted) this.#failed(cause);
  }
}
