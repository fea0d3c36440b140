import type { Condition, Item, Query, Update } from '../../lambda/table/table.ts';
import { InMemoryTable } from './in-memory-table.ts';

/** A process: each of its commands waits for the scheduler, before and after, and the process may die at any of them. */
export class MortalProcess extends InMemoryTable {
  readonly #table: InMemoryTable;
  readonly #pause: () => Promise<unknown>;
  #commandsLeft: number;

  constructor(table: InMemoryTable, pause: () => Promise<unknown>, commands: number) {
    super();
    this.#table = table;
    this.#pause = pause;
    this.#commandsLeft = commands;
  }

  override get = (key: Item) => this.#wait(() => this.#table.get(key));
  override getBatch = (keys: Item[]) => this.#wait(() => this.#table.getBatch(keys));
  override put = (item: Item, condition?: Condition) => this.#wait(() => this.#table.put(item, condition));
  override update = (key: Item, update: Update) => this.#wait(() => this.#table.update(key, update));
  override updateReturningOld = (key: Item, update: Update) =>
    this.#wait(() => this.#table.updateReturningOld(key, update));
  override query = (query: Query) => this.#wait(() => this.#table.query(query));

  async #wait<T>(command: () => Promise<T>): Promise<T> {
    await this.#pause();
    this.#commandsLeft -= 1;
    if (this.#commandsLeft < 0) throw new Error('the process has died');
    const answer = await command();
    await this.#pause();
    return answer;
  }
}
