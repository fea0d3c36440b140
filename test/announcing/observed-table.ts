import type { TableChange } from '../../lambda/announcing/table-change.ts';
import type { Item } from '../../lambda/table/table.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { isPassed } from './passed-changes.ts';

/** A table in memory that remembers all writes, with both images. */
export class ObservedTable extends InMemoryTable {
  readonly writes: TableChange[] = [];

  /** The writes that reach the announcer, in order. */
  get passed(): TableChange[] {
    return this.writes.filter(isPassed);
  }

  protected override store(item: Item, before: Item | undefined): void {
    super.store(item, before);
    this.writes.push({ before, after: item, writtenAt: WRITTEN_AT });
  }
}

/** When all of them are written. */
export const WRITTEN_AT = Date.UTC(2026, 10, 2, 12, 1, 41);
