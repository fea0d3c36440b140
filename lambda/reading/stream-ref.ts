import type { Table } from '../table/table.ts';

/** A stream to read. */
export interface StreamRef {
  readonly table: Table;
  readonly app: string;
  readonly id: string;
  /** In ms since the epoch. */
  readonly now: number;
}
