import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DeferredEvent,
  type DeferredStore,
  parseDeferred,
  serializeDeferred,
} from '../../lambda/deferred/deferred-event.ts';
import { PARTIAL_SUFFIX, PRIVATE_FOLDER_MODE, writeFileAtomic } from '../data-dir/write-file-atomic.ts';

/** After this many tries, the rest of a file is moved to the dead letters. */
const MAX_TRIES = 100;

const PENDING_FOLDER = 'deferred';
const DEAD_LETTER_FOLDER = 'dead-letters';

/** The lines of a file that were not applied. */
export interface Remaining {
  /** The lines that stay deferred. */
  readonly pending: readonly string[];
  /** The lines that are not events. */
  readonly unreadable: readonly string[];
  /** Whether a pending line failed because of itself. A try while the table is unavailable says nothing about the lines. */
  readonly countsAsTry: boolean;
}

/**
 * The deferred store of this machine: files in DATA_DIR with one event per line, each file written once and atomically.
 * An event is on the disk before its hook is answered, and every file is complete, however the process ended.
 */
export class FileDeferredStore implements DeferredStore {
  readonly #pendingFolder: string;
  readonly #deadLetterFolder: string;
  /** Collects the events that arrive while a file is written: they share the next file. */
  #nextBatch: { readonly lines: string[]; readonly written: Promise<void> } | undefined;
  #lastWrite: Promise<unknown> = Promise.resolve();

  private constructor(dataDir: string) {
    this.#pendingFolder = join(dataDir, PENDING_FOLDER);
    this.#deadLetterFolder = join(dataDir, DEAD_LETTER_FOLDER);
  }

  /** Opens the store of a DATA_DIR, and creates its folders. */
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

  /** Returns the names of the deferred files, oldest first. */
  pendingFiles(): Promise<string[]> {
    return listFiles(this.#pendingFolder);
  }

  /** Returns the lines of a deferred file. */
  async read(file: string): Promise<string[]> {
    return splitLines(await readFile(join(this.#pendingFolder, file), 'utf8'));
  }

  /** Replaces a file by its remaining lines: pending ones stay deferred, or become dead letters after too many tries, as unreadable ones do. */
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

  /** Moves a folder that is named like a deferred file to the dead letters, under a name that is never replayed. */
  async moveToDeadLetters(file: string): Promise<void> {
    await rename(join(this.#pendingFolder, file), join(this.#deadLetterFolder, `${file}.unreadable`));
  }

  /** Deletes files whose write was interrupted, and whose hooks were therefore not answered 200. Must not run during a write. */
  async removePartialFiles(): Promise<void> {
    for (const folder of [this.#pendingFolder, this.#deadLetterFolder])
      for (const name of await readdir(folder)) if (name.endsWith(PARTIAL_SUFFIX)) await unlink(join(folder, name));
  }

  /** Moves all dead letters back to the deferred files. Returns the number of events. */
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
    this.#lastWrite = written.catch(() => {}); // `defer` throws it
    return { lines, written };
  }
}

/** The events that a DATA_DIR holds outside of the table. */
export interface StoredEvents {
  readonly waiting: number;
  readonly deadLetters: number;
  /** When the oldest one that waits was received, in ms since the epoch; undefined without any that can be read. */
  readonly waitingSince: number | undefined;
}

/** Counts the events in a DATA_DIR that wait, and the dead letters. A receiver may move them meanwhile. */
export async function countStoredEvents(dataDir: string): Promise<StoredEvents> {
  const folders = [PENDING_FOLDER, DEAD_LETTER_FOLDER].map((name) => join(dataDir, name));
  const [pending = [], dead = []] = await Promise.all(folders.map(readLines));
  const waitingSince = pending.reduce((oldest, line) => Math.min(oldest, receiptOf(line)), Number.POSITIVE_INFINITY);
  return {
    waiting: pending.length,
    deadLetters: dead.length,
    waitingSince: Number.isFinite(waitingSince) ? waitingSince : undefined,
  };
}

/** Reads the lines of all files of a folder; what is missing has none. */
async function readLines(folder: string): Promise<string[]> {
  const lines: string[][] = [];
  for (const file of await listFiles(folder).catch(unlessMissing([])))
    lines.push(splitLines(await readFile(join(folder, file), 'utf8').catch(unlessMissing(''))));
  return lines.flat();
}

/** Returns when an event was received, in ms since the epoch; infinity for a line that is none. A file's name has the time of its last try. */
function receiptOf(line: string): number {
  try {
    return parseDeferred(line).message.receivedAt;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Returns a handler of errors: a value where the file or folder is missing, else it throws. */
const unlessMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };

const SUFFIX = '.jsonl';

const splitLines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const joinLines = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Creates a name that sorts by time and holds the number of tries. */
const createFileName = (tries: number): string => `${Date.now()}-${randomUUID()}-${tries}${SUFFIX}`;
const parseTries = (file: string): number => Number(/-(\d+)\.jsonl$/.exec(file)?.[1] ?? 0);

async function listFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).sort();
}
