import { monotonicMs } from '../../lambda/monotonic-ms.ts';

/** The longest pause between two turns, in ms: so late the loop sees what a command has changed. */
const POLL_MS = 1_000;

interface PollingLoopDeps {
  readonly turn: () => Promise<void>;
  /** Receives why a turn failed, the first of several in a row: the next one tries again. */
  readonly onError: (error: unknown) => void;
}

/** Takes turns, one after the other: each second, and whenever it is woken. */
export class PollingLoop {
  readonly #deps: PollingLoopDeps;
  readonly #loop: Promise<void>;
  #isStopping = false;
  #wakeAt = Number.POSITIVE_INFINITY;
  #interrupt = () => {};

  /** Begins with a turn. */
  constructor(deps: PollingLoopDeps) {
    this.#deps = deps;
    this.#loop = this.#run();
  }

  /** Brings the next turn forward to a time, in ms since the epoch; one that is being taken does not count. */
  wake(at: number): void {
    this.#wakeAt = Math.min(this.#wakeAt, at);
    this.#interrupt();
  }

  /** Ends after the turn that is being taken, which must not wait for it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#interrupt();
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (let hasFailed = false; !this.#isStopping; ) {
      this.#wakeAt = Number.POSITIVE_INFINITY;
      try {
        await this.#deps.turn();
        hasFailed = false;
      } catch (error) {
        if (!hasFailed && !this.#isStopping) this.#deps.onError(error);
        hasFailed = true;
      }
      await this.#pause(hasFailed);
    }
  }

  /** Waits until the next turn is due; after one that failed, for the whole pause. */
  async #pause(hasFailed: boolean): Promise<void> {
    const pausedAt = monotonicMs(); // the clock may be set back meanwhile
    const untilWakeMs = () => (hasFailed ? POLL_MS : this.#wakeAt - Date.now());
    const remainingMs = () => Math.min(pausedAt + POLL_MS - monotonicMs(), untilWakeMs());
    for (let ms = remainingMs(); ms > 0 && !this.#isStopping; ms = remainingMs()) await this.#sleep(ms);
  }

  /** Sleeps until the time is over or something interrupts it. */
  async #sleep(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#interrupt = () => {};
  }
}
