import type { Item } from '../table/table.ts';

/** The states that are read for one page. */
export const MAX_READ_STATES = 500;

/** The size of these states, in bytes, about: as many of the largest ones would take longer than a response may. */
export const MAX_READ_BYTES = 10_000_000;

/** What can still be read for one page of streams: when it is spent, the page ends early. */
export class ReadBudget {
  #states = MAX_READ_STATES;
  #bytes = MAX_READ_BYTES;

  get isSpent(): boolean {
    return this.#states <= 0 || this.#bytes <= 0;
  }

  /** Whether this many states can be read. */
  allows(states: number): boolean {
    return states <= this.#states && this.#bytes > 0;
  }

  /** Counts a state that was read; undefined for one that was not found. */
  take(state: Item | undefined): void {
    this.#states -= 1;
    this.#bytes -= state === undefined ? 0 : bytesOf(state);
  }
}

/** The size of a row, in bytes, about. */
export const bytesOf = (row: Item): number => JSON.stringify(row).length;
