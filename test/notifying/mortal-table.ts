import {
  type Condition,
  type Item,
  type Projection,
  type Query,
  Table,
  type Update,
} from '../../lambda/table/table.ts';
import { unreachableClient } from '../table/unreachable-table.ts';

/** The table of a process that dies at a command: before the table executes it, or after, without its answer. */
export class MortalTable extends Table {
  readonly #table: Table;
  readonly #executesLast: boolean;
  #commandsLeft: number;

  constructor(table: Table, commands: number, executesLast: boolean) {
    super(unreachableClient(), 'mortal');
    this.#table = table;
    this.#commandsLeft = commands;
    this.#executesLast = executesLast;
  }

  get hasDied(): boolean {
    return this.#commandsLeft < 0;
  }

  override get = (key: Item, consistent?: boolean) => this.#live(() => this.#table.get(key, consistent));
  override put = (item: Item, condition?: Condition) => this.#live(() => this.#table.put(item, condition));
  override update = (key: Item, update: Update) => this.#live(() => this.#table.update(key, update));
  override updateReturningOld = (key: Item, update: Update) =>
    this.#live(() => this.#table.updateReturningOld(key, update));
  override delete = (key: Item) => this.#live(() => this.#table.delete(key));
  override query = (query: Query) => this.#live(() => this.#table.query(query));
  override getBatch = (keys: Item[], projection?: Projection) =>
    this.#live(() => this.#table.getBatch(keys, projection));

  async #live<T>(command: () => Promise<T>): Promise<T> {
    this.#commandsLeft -= 1;
    if (this.#commandsLeft >= 0) return command();
    if (this.#commandsLeft === -1 && this.#executesLast) await command();
    throw new Error('the process has died');
  }
}
