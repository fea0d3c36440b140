import { type RunningReceiver, writeRunningFile } from './data-dir.ts';

/** Tells the other commands where the receiver of a folder is, and its database, which moves whenever it is started again. */
export class RunningFile {
  readonly #dataDir: string;
  #receiver: Partial<RunningReceiver>;
  #removeFile = () => {};

  constructor(dataDir: string, known: Partial<RunningReceiver>) {
    this.#dataDir = dataDir;
    this.#receiver = known;
  }

  /** Adds what is known by now, and announces the receiver once all is. */
  async publish(known: Partial<RunningReceiver>): Promise<void> {
    this.#receiver = { ...this.#receiver, ...known };
    const { url, token, dynamodb } = this.#receiver;
    if (url === undefined || token === undefined || dynamodb === undefined) return;
    this.#removeFile = await writeRunningFile(this.#dataDir, { url, token, dynamodb });
  }

  /** Takes it back for good: a database that moves later is not announced. */
  remove(): void {
    this.#receiver = {};
    this.#removeFile();
  }
}
