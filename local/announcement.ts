import { announce, type Running } from './data-dir.ts';

/** Tells the other commands where the receiver of a folder is, and its database, which moves whenever it is started again. */
export class Announcement {
  readonly #dataDir: string;
  #known: Partial<Running>;
  #forget = () => {};

  constructor(dataDir: string, known: Partial<Running>) {
    this.#dataDir = dataDir;
    this.#known = known;
  }

  /** Adds what is known by now, and announces the receiver once all is. */
  async add(known: Partial<Running>): Promise<void> {
    this.#known = { ...this.#known, ...known };
    const { url, token, dynamodb } = this.#known;
    if (url === undefined || token === undefined || dynamodb === undefined) return;
    this.#forget = await announce(this.#dataDir, { url, token, dynamodb });
  }

  /** Takes it back for good: a database that moves later is not announced. */
  takeBack(): void {
    this.#known = {};
    this.#forget();
  }
}
