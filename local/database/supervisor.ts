import { setTimeout } from 'node:timers/promises';

/** The wait before a restart, in ms: doubled each time that the service ends soon after its start. */
const MIN_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;

/** A service that runs until it fails or is closed. */
export interface Service {
  /** Resolves with the cause when it has ended. */
  readonly ended: Promise<unknown>;
  readonly close: () => void;
}

/** Restarts a service, with backoff, whenever it ends before `stop` is called. */
export class Supervisor {
  readonly #start: () => Promise<Service>;
  readonly #onFailure: (error: unknown) => void;
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;

  /** Supervises `first`, which already runs. `onFailure` receives why a service ended or could not start. */
  constructor(first: Service, start: () => Promise<Service>, onFailure: (error: unknown) => void) {
    this.#start = start;
    this.#onFailure = onFailure;
    this.#loop = this.#run(first);
  }

  /** Closes the service, and resolves when it has ended. */
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
      if (performance.now() - startedAt > MAX_BACKOFF_MS) backoffMs = MIN_BACKOFF_MS; // it ran long enough
      await setTimeout(backoffMs, undefined, { signal }).catch(() => {}); // aborted by stop
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
