import { readText } from '../../lambda/table/attributes.ts';
import { type Item, Table } from '../../lambda/table/table.ts';
import { unreachableClient } from '../table/unreachable-table.ts';

/** What the table does with a batch: `throttles` leaves all keys but the first unread. */
export type TableMood = 'answers' | 'refuses' | 'throttles' | 'hangs';

/** A table of tokens in memory, which can be made unavailable. */
export class FakeTokensTable extends Table {
  readonly rows = new Map<string, Item>();
  mood: TableMood = 'answers';
  /** The keys of each batch so far. */
  readonly batches: string[][] = [];
  /** Answers that wait until they are called, while it holds them. */
  readonly held: (() => void)[] = [];
  isHolding = false;

  constructor() {
    super(unreachableClient(), 'tokens');
  }

  override withSignal(): Table {
    return this;
  }

  override async getBatch(keys: Item[]): Promise<{ items: Item[]; unread: Item[] }> {
    this.batches.push(keys.map((key) => readText(key, 'hash')));
    if (this.mood === 'hangs') await new Promise(() => {});
    if (this.mood === 'refuses') throw new Error('received 500');
    const read = this.mood === 'throttles' ? keys.slice(0, 1) : keys;
    const items = [...this.rows]
      .filter(([hash]) => read.some((key) => readText(key, 'hash') === hash))
      .map(([, row]) => row);
    if (this.isHolding) await new Promise<void>((resolve) => this.held.push(resolve));
    return { items, unread: keys.slice(read.length) };
  }

  add(row: Item): void {
    this.rows.set(readText(row, 'hash'), row);
  }
}
