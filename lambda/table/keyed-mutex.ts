/** Lets one at a time work on a thing, in the order of their coming: within a process nobody collides then. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Does the work when all who came before for the same thing have ended, well or not. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const previous = this.#tails.get(key) ?? Promise.resolve();
    const current = previous.then(work, work);
    this.#tails.set(key, current);
    try {
      return await current;
    } finally {
      if (this.#tails.get(key) === current) this.#tails.delete(key);
    }
  }
}
