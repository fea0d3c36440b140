import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deferred, deferredText, type SecondSink } from '../../lambda/deferred/deferred-event.ts';
import { OWN_FOLDER, UNFINISHED, writeWhole } from '../whole-file.ts';

/** After so many tries what is left of a file goes to the dead letters. */
const MOST_TRIES = 100;

/** What became of the lines of a file that were tried and did not go. */
export interface Left {
  /** Those that wait on. */
  readonly waiting: readonly string[];
  /** Those that hold no event, and never will. */
  readonly unreadable: readonly string[];
  /** Whether one of those that wait failed by itself: while the table does not answer, a try says nothing of them. */
  readonly isTry: boolean;
}

/**
 * The second sink of this machine: files in DATA_DIR, a line an event, each written once and whole. What is deferred is
 * on the disk before it is answered for, and a file that has its name is complete, however the process ended.
 */
export class DeferredFolder implements SecondSink {
  readonly #waiting: string;
  readonly #dead: string;
  /** Whatever comes while a file is written is written together with the next one. */
  #next: { readonly lines: string[]; readonly written: Promise<void> } | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(dataDir: string) {
    this.#waiting = join(dataDir, 'deferred');
    this.#dead = join(dataDir, 'dead-letters');
  }

  /** Opens that of a DATA_DIR; it is made where it is missing. */
  static async open(dataDir: string): Promise<DeferredFolder> {
    const folder = new DeferredFolder(dataDir);
    for (const path of [folder.#waiting, folder.#dead]) await mkdir(path, { recursive: true, mode: OWN_FOLDER });
    return folder;
  }

  async defer(deferred: Deferred): Promise<void> {
    this.#next ??= this.#nextFile();
    this.#next.lines.push(deferredText(deferred));
    await this.#next.written;
  }

  /** The names of the files that wait, oldest first. */
  waiting(): Promise<string[]> {
    return filesIn(this.#waiting);
  }

  /** The lines of a file that waits. */
  async read(file: string): Promise<string[]> {
    const text = await readFile(join(this.#waiting, file), 'utf8');
    return text.split('\n').filter((line) => line !== '');
  }

  /** Takes a file away, but for what is left of it: it waits on, or, tried too often or unreadable, is dead letters. */
  async finish(file: string, { waiting, unreadable, isTry }: Left): Promise<{ readonly isDead: boolean }> {
    const tries = triesOf(file) + (isTry ? 1 : 0);
    const isDead = waiting.length > 0 && tries >= MOST_TRIES;
    if (unreadable.length > 0) await writeWhole(this.#dead, nameOf(tries), textOf(unreadable));
    if (waiting.length > 0) await writeWhole(isDead ? this.#dead : this.#waiting, nameOf(tries), textOf(waiting));
    await unlink(join(this.#waiting, file));
    return { isDead };
  }

  /** Moves what waits as a file and is none to the dead letters, where nothing takes it up. */
  async setAside(file: string): Promise<void> {
    await rename(join(this.#waiting, file), join(this.#dead, `${file}.unreadable`));
  }

  /** Deletes what was not written to its end: nobody was answered for it. Whoever still writes must not call it. */
  async tidy(): Promise<void> {
    for (const folder of [this.#waiting, this.#dead])
      for (const name of await readdir(folder)) if (name.endsWith(UNFINISHED)) await unlink(join(folder, name));
  }

  /** Lets dead letters wait again; how many events they are. */
  async moveDeadLettersBack(): Promise<number> {
    let moved = 0;
    for (const file of await filesIn(this.#dead)) {
      const lines = (await readFile(join(this.#dead, file), 'utf8')).trimEnd().split('\n');
      await rename(join(this.#dead, file), join(this.#waiting, nameOf(0)));
      moved += lines.length;
    }
    return moved;
  }

  #nextFile() {
    const lines: string[] = [];
    const written = this.#last.then(() => {
      this.#next = undefined;
      return writeWhole(this.#waiting, nameOf(0), textOf(lines));
    });
    this.#last = written.catch(() => {}); // whose events they are hears of it
    return { lines, written };
  }
}

const SUFFIX = '.jsonl';

const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Sorts as time does, and tells how often the file was tried. */
const nameOf = (tries: number): string => `${Date.now()}-${randomUUID()}-${tries}${SUFFIX}`;
const triesOf = (file: string): number => Number(/-(\d+)\.jsonl$/.exec(file)?.[1] ?? 0);

async function filesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).sort();
}
