import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeferredEvent, type DeferredStore, serializeDeferred } from '../../lambda/deferred/deferred-event.ts';
import { PARTIAL_SUFFIX, PRIVATE_FOLDER_MODE, writeFileAtomic } from '../data-dir/write-file-atomic.ts';

/** After so many tries what is left of a file goes to the dead letters. */
const MAX_TRIES = 100;

/** What became of the lines of a file that were tried and did not go. */
export interface Remaining {
  /** Those that wait on. */
  readonly pending: readonly string[];
  /** Those that hold no event, and never will. */
  readonly unreadable: readonly string[];
  /** Whether one of those that wait failed by itself: while the table does not answer, a try says nothing of them. */
  readonly countsAsTry: boolean;
}

/**
 * The second sink of this machine: files in DATA_DIR, a line an event, each written once and whole. What is deferred is
 * on the disk before it is answered for, and a file that has its name is complete, however the process ended.
 */
export class FileDeferredStore implements DeferredStore {
  readonly #pendingFolder: string;
  readonly #deadLetterFolder: string;
  /** Whatever comes while a file is written is written together with the next one. */
  #nextBatch: { readonly lines: string[]; readonly written: Promise<void> } | undefined;
  #lastWrite: Promise<unknown> = Promise.resolve();

  private constructor(dataDir: string) {
    this.#pendingFolder = join(dataDir, 'deferred');
    this.#deadLetterFolder = join(dataDir, 'dead-letters');
  }

  /** Opens that of a DATA_DIR; it is made where it is missing. */
  static async open(dataDir: string): Promise<FileDeferredStore> {
    const store = new FileDeferredStore(dataDir);
    for (const path of [store.#pendingFolder, store.#deadLetterFolder])
      await mkdir(path, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    return store;
  }

  async defer(deferred: DeferredEvent): Promise<void> {
    this.#nextBatch ??= this.#startBatch();
    this.#nextBatch.lines.push(serializeDeferred(deferred));
    await this.#nextBatch.written;
  }

  /** The names of the files that wait, oldest first. */
  pendingFiles(): Promise<string[]> {
    return listFiles(this.#pendingFolder);
  }

  /** The lines of a file that waits. */
  async read(file: string): Promise<string[]> {
    const text = await readFile(join(this.#pendingFolder, file), 'utf8');
    return text.split('\n').filter((line) => line !== '');
  }

  /** Takes a file away, but for what is left of it: it waits on, or, tried too often or unreadable, is dead letters. */
  async replaceFile(
    file: string,
    { pending, unreadable, countsAsTry }: Remaining,
  ): Promise<{ readonly isDead: boolean }> {
    const tries = parseTries(file) + (countsAsTry ? 1 : 0);
    const isDead = pending.length > 0 && tries >= MAX_TRIES;
    if (unreadable.length > 0)
      await writeFileAtomic(this.#deadLetterFolder, createFileName(tries), joinLines(unreadable));
    if (pending.length > 0)
      await writeFileAtomic(
        isDead ? this.#deadLetterFolder : this.#pendingFolder,
        createFileName(tries),
        joinLines(pending),
      );
    await unlink(join(this.#pendingFolder, file));
    return { isDead };
  }

  /** Moves what waits as a file and is none to the dead letters, where nothing takes it up. */
  async moveToDeadLetters(file: string): Promise<void> {
    await rename(join(this.#pendingFolder, file), join(this.#deadLetterFolder, `${file}.unreadable`));
  }

  /** Deletes what was not written to its end: nobody was answered for it. Whoever still writes must not call it. */
  async removePartialFiles(): Promise<void> {
    for (const folder of [this.#pendingFolder, this.#deadLetterFolder])
      for (const name of await readdir(folder)) if (name.endsWith(PARTIAL_SUFFIX)) await unlink(join(folder, name));
  }

  /** Lets dead letters wait again; how many events they are. */
  async moveDeadLettersBack(): Promise<number> {
    let moved = 0;
    for (const file of await listFiles(this.#deadLetterFolder)) {
      const lines = (await readFile(join(this.#deadLetterFolder, file), 'utf8')).trimEnd().split('\n');
      await rename(join(this.#deadLetterFolder, file), join(this.#pendingFolder, createFileName(0)));
      moved += lines.length;
    }
    return moved;
  }

  #startBatch() {
    const lines: string[] = [];
    const written = this.#lastWrite.then(() => {
      this.#nextBatch = undefined;
      return writeFileAtomic(this.#pendingFolder, createFileName(0), joinLines(lines));
    });
    this.#lastWrite = written.catch(() => {}); // whose events they are hears of it
    return { lines, written };
  }
}

const SUFFIX = '.jsonl';

const joinLines = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Sorts as time does, and tells how often the file was tried. */
const createFileName = (tries: number): string => `${Date.now()}-${randomUUID()}-${tries}${SUFFIX}`;
const parseTries = (file: string): number => Number(/-(\d+)\.jsonl$/.exec(file)?.[1] ?? 0);

async function listFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).sort();
}
