import { setTimeout } from 'node:timers/promises';
import { counted } from '../../terminal/counted.ts';
import type { DeferredFolder, Left } from './file-deferred-store.ts';
import { type Trying, tryLine } from './try-line.ts';

/** How many events are tried at a time: those that come now go first. */
const AT_A_TIME = 4;
/** How often it is looked whether events wait, in ms; while some fail, twice as long each time. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** How much is shown of a line that is no event, in characters. */
const MOST_SHOWN = 60;

/** How long the events that are being tried may take once it is told to end, in ms. */
const GRACE_MS = 3_000;

const DEAD_FOLDER = 'DATA_DIR/dead-letters';

/** What is said of events that are tried no more. */
const DEAD = `Events were tried too often, and are now in ${DEAD_FOLDER}`;

const unreadableWords = (file: string, [first = '', ...more]: readonly string[]): string =>
  `DATA_DIR/deferred/${file}: received ${JSON.stringify(first.slice(0, MOST_SHOWN))}${more.length > 0 ? ` and ${counted(more.length, 'line')} more` : ''}, expected events that a receiver wrote: they are in ${DEAD_FOLDER} now.`;

/** What a drain works with; `failed` takes whatever else fails too. */
export interface Draining extends Trying {
  readonly folder: DeferredFolder;
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
    const { folder, failed } = this.#draining;
    const lines = await this.#read(file);
    if (lines === undefined) return true;
    const left = await this.#tryLines(lines);
    if (left.waiting.length === lines.length && lines.length > 0 && !left.isTry) return false; // it waits as it is
    const { isDead } = await folder.finish(file, left);
    if (left.unreadable.length > 0) failed(new Error(unreadableWords(file, left.unreadable)));
    if (isDead) failed(new Error(`${DEAD}: npm run replay -- --dead-letters tries them again.`));
    return left.waiting.length === 0 || isDead;
  }

  /** The lines of a file; nothing where it is a folder, which is set aside. */
  async #read(file: string): Promise<string[] | undefined> {
    const { folder, failed } = this.#draining;
    try {
      return await folder.read(file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EISDIR')) throw error;
      await folder.setAside(file);
      failed(
        new Error(`DATA_DIR/deferred/${file} is a folder, expected a file of events: it is in ${DEAD_FOLDER} now.`),
      );
      return undefined;
    }
  }

  async #tryLines(lines: readonly string[]): Promise<Left> {
    const waiting: string[] = [];
    const unreadable: string[] = [];
    let isTry = false;
    const among = lines.values();
    const one = async () => {
      for (const line of among) {
        const fate = this.#ending.signal.aborted
          ? 'unanswered'
          : await tryLine(line, this.#draining, this.#giveUp.signal);
        if (fate === 'unreadable') unreadable.push(line);
        else if (fate !== 'done') waiting.push(line);
        isTry ||= fate === 'failed';
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, one));
    return { waiting, unreadable, isTry };
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
