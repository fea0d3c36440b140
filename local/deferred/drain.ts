import { setTimeout } from 'node:timers/promises';
import { pluralize } from '../../lambda/text/pluralize.ts';
import type { FileDeferredStore, Remaining } from './file-deferred-store.ts';
import { type ReplayLineDeps, replayLine } from './replay-line.ts';

/** Number of concurrent replays; few, because new events go first. */
const CONCURRENCY = 4;
/** The pause between two rounds, in ms: doubled each time that an event fails. */
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/** Maximum number of characters of an unreadable line that are printed. */
const MAX_QUOTED_CHARS = 60;

/** Time limit for events in flight during a shutdown, in ms. */
const DRAIN_GRACE_MS = 3_000;

const DEAD_LETTERS = 'DATA_DIR/dead-letters';

const TOO_MANY_TRIES = `Events failed too often, and are now in ${DEAD_LETTERS}`;

const unreadableMessage = (file: string, [first = '', ...more]: readonly string[]): string =>
  `DATA_DIR/deferred/${file}: received ${JSON.stringify(first.slice(0, MAX_QUOTED_CHARS))}${more.length > 0 ? ` and ${pluralize(more.length, 'line')} more` : ''}, expected events that a receiver wrote: moved to ${DEAD_LETTERS}.`;

/** `onError` also receives the errors of the disk. */
interface DrainDeps extends ReplayLineDeps {
  readonly store: FileDeferredStore;
}

/** Replays deferred events into the tables, repeatedly: what the replay function does in a deployment. */
export class Drain {
  readonly #deps: DrainDeps;
  readonly #stopping = new AbortController();
  /** Aborts the events in flight. */
  readonly #aborting = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(deps: DrainDeps) {
    this.#deps = deps;
  }

  /** Replays all deferred events, now and from then on. Returns at once, so that new hooks do not wait for old ones. */
  start(): void {
    this.#loop = this.#run();
  }

  /** Stops after the events in flight, or aborts them when they take long. The rest stays deferred for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const graceTimer = globalThis.setTimeout(
      () => this.#aborting.abort(new Error('The event stays deferred until the next start.')),
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
      await setTimeout(pauseMs, undefined, { signal }).catch(() => {}); // aborted by stop
    }
  }

  /** Replays all deferred events once. Returns whether none failed. */
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
    if (remaining.pending.length === lines.length && lines.length > 0 && !remaining.countsAsTry) return false; // the file stays as it is
    const { isDead } = await store.replaceFile(file, remaining);
    if (remaining.unreadable.length > 0) onError(new Error(unreadableMessage(file, remaining.unreadable)));
    if (isDead) onError(new Error(`${TOO_MANY_TRIES}: npm run replay -- --dead-letters replays them.`));
    return remaining.pending.length === 0 || isDead;
  }

  /** Returns the lines of a file, or undefined for a folder, which it moves to the dead letters. */
  async #read(file: string): Promise<string[] | undefined> {
    const { store, onError } = this.#deps;
    try {
      return await store.read(file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EISDIR')) throw error;
      await store.moveToDeadLetters(file);
      onError(new Error(`DATA_DIR/deferred/${file} is a folder, expected a file of events: moved to ${DEAD_LETTERS}.`));
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

  /** Reports an error, and returns false: the next round retries, and neither the other files nor the process are affected. */
  async #catchErrors(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      this.#deps.onError(error);
      return false;
    }
  }
}
