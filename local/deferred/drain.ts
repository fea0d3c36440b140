import { setTimeout } from 'node:timers/promises';
import { readDeferred } from '../../lambda/deferring/deferred.ts';
import { type Replayed, type Replaying, replay } from '../../lambda/deferring/replay.ts';
import { until } from '../../lambda/within.ts';
import type { DeferredFolder } from './deferred-folder.ts';

/** How many events are tried at a time: those that come now go first. */
const AT_A_TIME = 4;
/** How often it is looked whether events wait, in ms; while some fail, twice as long each time. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** How long the events that are being tried may take once it is told to end, in ms. */
const GRACE_MS = 3_000;

/** What is said of events that are tried no more. */
const DEAD = 'Events were tried too often, and are now in DATA_DIR/dead-letters';

/** What a drain works with. */
export interface Draining extends Replaying {
  readonly folder: DeferredFolder;
  /** Takes each event that waits no longer. */
  readonly done: (replayed: Replayed) => void;
  /** Takes why one waits on. */
  readonly failed: (error: unknown) => void;
}

/** Takes the events that wait to the table, now and whenever there are some: the replayer of this machine. */
export class Drain {
  readonly #draining: Draining;
  readonly #ending = new AbortController();
  /** Lets those be that are being tried. */
  readonly #giveUp = new AbortController();
  #running: Promise<void> | undefined;

  constructor(draining: Draining) {
    this.#draining = draining;
  }

  /** Tries what waits, at once and from then on. Nobody waits for it: what comes now would be refused meanwhile. */
  start(): void {
    this.#running = this.#goOn();
  }

  /** Ends after the events that are being tried, unless they take long; what waits then waits for the next start. */
  async end(): Promise<void> {
    this.#ending.abort();
    const late = globalThis.setTimeout(() => this.#giveUp.abort(new Error('It waits for the next start.')), GRACE_MS);
    await this.#running;
    clearTimeout(late);
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#ending;
    let pauseMs = PAUSE_MS;
    while (!signal.aborted) {
      pauseMs = (await this.tryAll()) ? PAUSE_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      await setTimeout(pauseMs, undefined, { signal }).catch(() => {}); // it has to end
    }
  }

  /** Tries what waits now, once; whether nothing had to be left. */
  tryAll(): Promise<boolean> {
    return this.#attempt(async () => {
      let isDone = true;
      for (const file of await this.#draining.folder.waiting()) {
        if (this.#ending.signal.aborted) return isDone;
        isDone = (await this.#attempt(() => this.#tryFile(file))) && isDone;
      }
      return isDone;
    });
  }

  async #tryFile(file: string): Promise<boolean> {
    const { folder } = this.#draining;
    const left = await this.#tryLines(await folder.read(file));
    const { isDead } = await folder.finish(file, left);
    if (isDead) this.#draining.failed(new Error(`${DEAD}: npm run replay -- --dead-letters tries them again.`));
    return left.length === 0 || isDead;
  }

  /** The lines that have to wait longer. */
  async #tryLines(lines: readonly string[]): Promise<string[]> {
    const left: string[] = [];
    const waiting = lines.values();
    const one = async () => {
      for (const line of waiting) {
        const isDone = !this.#ending.signal.aborted && (await this.#tryLine(line));
        if (!isDone) left.push(line);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, one));
    return left;
  }

  #tryLine(line: string): Promise<boolean> {
    return this.#attempt(async () => {
      this.#draining.done(await until(this.#giveUp.signal, replay(readDeferred(line), this.#draining)));
      return true;
    });
  }

  /** Whatever fails, a disk too, is tried again: it must end neither what else can be done nor the process. */
  async #attempt(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      this.#draining.failed(error);
      return false;
    }
  }
}
