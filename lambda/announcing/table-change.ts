import type { Item } from '../table/table.ts';

/** One write of the streams table: the row before and after it. */
export interface TableChange {
  /** Undefined when the write created the row. */
  readonly before: Item | undefined;
  readonly after: Item;
  /** When it was written, in ms since the epoch. */
  readonly writtenAt: number;
}
