import { setTimeout } from 'node:timers/promises';
import { pluralize } from '../../words/pluralize.ts';
import type { FileDeferredStore, Remaining } from './file-deferred-store.ts';
import { type ReplayLineDeps, replayLine } from './replay-line.ts';

/** How many events are tried at a time: those that come now go first. */
const CONCURRENCY = 4;
/** How often it is looked whether events wait, in ms; while some fail, twice as long each time. */
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/** How much is shown of a line that is no event, in characters. */
const MAX_QUOTED_CHARS = 60;

/** How long the events that are being tried may take once it is told to end, in ms. */
const DRAIN_GRACE_MS = 3_000;

const DEAD_LETTERS = 'DATA_DIR/dead-letters';

/** What is said of events that are tried no more. */
const TOO_MANY_TRIES = `Events were tried too often, and are now in ${DEAD_LETTERS}`;

const unreadableMessage = (file: string, [first = '', ...more]: readonly string[]): string =>
  `DATA_DIR/deferred/${file}: received ${JSON.stringify(first.slice(0, MAX_QUOTED_CHARS))}${more.length > 0 ? ` and ${pluralize(more.length, 'line')} more` : ''}, expected events that a receiver wrote: they are in ${DEAD_LETTERS} now.`;

/** What a drain works with; `failed` takes whatever else fails too. */
export interface DrainDeps extends ReplayLineDeps {
  readonly store: FileDeferredStore;
}

/** Takes the events that wait to the table, now and whenever there are some: the replayer of this machine. */
export class Drain {
  readonly #deps: DrainDeps;
  readonly #stopping = new AbortController();
  /** Lets those be that are being tried. */
  readonly #aborting = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(draining: DrainDeps) {
    this.#deps = draining;
  }

  /** Tries what waits, at once and from then on. Nobody waits for it: what comes now would be refused meanwhile. */
  start(): void {
    this.#loop = this.#run();
  }

  /** Ends after the events that are being tried, unless they take long; what waits then waits for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const graceTimer = globalThis.setTimeout(
      () => this.#aborting.abort(new Error('It waits for the next start.')),
      DRAIN_GRACE_MS,
    );
    await this.#loop;
    clearTimeout(graceTimer);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let pauseMs = MIN_PAUSE_MS;
    while (!signal.aborted) {
      pauseMs = (await this.replayAll()) ? MIN_PAUSE_MS : Math.min(2 * pauseMs, MAX_PAUSE_MS);
      await setTimeout(pauseMs, undefined, { signal }).catch(() => {}); // it has to end
    }
  }

  /** Tries what waits now, once; whether nothing had to be left. */
  replayAll(): Promise<boolean> {
    return this.#catchErrors(async () => {
      let isDone = true;
      for (const file of await this.#deps.store.pendingFiles()) {
        if (this.#stopping.signal.aborted) return isDone;
        isDone = (await this.#catchErrors(() => this.#replayFile(file))) && isDone;
      }
      return isDone;
    });
  }

  async #replayFile(file: string): Promise<boolean> {
    const { store, onError } = this.#deps;
    const lines = await this.#read(file);
    if (lines === undefined) return true;
    const remaining = await this.#replayLines(lines);
    if (remaining.pending.length === lines.length && lines.length > 0 && !remaining.countsAsTry) return false; // it waits as it is
    const { isDead } = await store.replaceFile(file, remaining);
    if (remaining.unreadable.length > 0) onError(new Error(unreadableMessage(file, remaining.unreadable)));
    if (isDead) onError(new Error(`${TOO_MANY_TRIES}: npm run replay -- --dead-letters tries them again.`));
    return remaining.pending.length === 0 || isDead;
  }

  /** The lines of a file; nothing where it is a folder, which is set aside. */
  async #read(file: string): Promise<string[] | undefined> {
    const { store, onError } = this.#deps;
    try {
      return await store.read(file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EISDIR')) throw error;
      await store.moveToDeadLetters(file);
      onError(
        new Error(`DATA_DIR/deferred/${file} is a folder, expected a file of events: it is in ${DEAD_LETTERS} now.`),
      );
      return undefined;
    }
  }

  async #replayLines(lines: readonly string[]): Promise<Remaining> {
    const pending: string[] = [];
    const unreadable: string[] = [];
    let countsAsTry = false;
    const queue = lines.values();
    const worker = async () => {
      for (const line of queue) {
        const result = this.#stopping.signal.aborted
          ? 'unanswered'
          : await replayLine(line, this.#deps, this.#aborting.signal);
        if (result === 'unreadable') unreadable.push(line);
        else if (result !== 'done') pending.push(line);
        countsAsTry ||= result === 'failed';
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return { pending, unreadable, countsAsTry };
  }

  /** Whatever fails, a disk too, is tried again: it must end neither what else can be done nor the process. */
  async #catchErrors(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      this.#deps.onError(error);
      return false;
    }
  }
}
