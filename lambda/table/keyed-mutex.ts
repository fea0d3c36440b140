/** Lets one at a time work on a thing, in the order of their coming: within a process nobody collides then. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Does the work when all who came before for the same thing have ended, well or not. */
  async take<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(thing) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#last.set(thing, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(thing) === mine) this.#last.delete(thing);
    }
  }
}
