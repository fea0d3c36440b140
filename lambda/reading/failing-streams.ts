import { mapConcurrently } from '../map-concurrently.ts';
import { failingSince } from '../stream/failing.ts';
import { daysOf } from '../table/days-of-period.ts';
import { getAll } from '../table/get-all.ts';
import { dayQuery, type PartOfDay } from '../table/queries.ts';
import { queryPages } from '../table/query-pages.ts';
import { keyText, stateKeyOfRow } from '../table/row-keys.ts';
import { dayPositionOf } from '../table/rows/event-row.ts';
import type { Item, Table } from '../table/table.ts';
import { bytesOf, MAX_READ_BYTES, MAX_READ_STATES, type ReadBudget } from './read-budget.ts';
import { BATCH_SIZE } from './read-full-rows.ts';

/** Errors of the last hour that are read for one group of apps, as keys of the index; with more, all streams are looked through. */
const MAX_ERRORS = 10_000;
const PAGE_SIZE = 1_000;
/** Apps that are read at once. */
const CONCURRENCY = 10;

/** The states of the streams of some apps with an error in the last hour; or that these are too many, or too many for this page. */
type FailingGroup = readonly Item[] | 'tooMany' | 'nextPage';

/** The streams with an error in the last hour, of which each state is read once. */
export class FailingStreams {
  /** The states that were read, by the text of their key. */
  readonly states = new Map<string, Item>();
  readonly #table: Table;
  readonly #budget: ReadBudget;
  readonly #days: readonly PartOfDay[];
  readonly #groups = new Map<string, FailingGroup>();

  constructor(table: Table, budget: ReadBudget, now: number) {
    this.#table = table;
    this.#budget = budget;
    this.#days = daysOf({ from: failingSince(now), to: Number.POSITIVE_INFINITY }, now);
  }

  /** Returns the failing streams of these apps. */
  async of(apps: readonly string[]): Promise<FailingGroup> {
    const name = apps.join('\n');
    const group = this.#groups.get(name) ?? (await this.#read(apps));
    if (group !== 'nextPage') this.#groups.set(name, group);
    return group;
  }

  async #read(apps: readonly string[]): Promise<FailingGroup> {
    const keys = await this.#readKeys(apps);
    if (keys === undefined) return 'tooMany';
    return this.#budget.allows(keys.length) ? this.#readStates(keys) : 'nextPage';
  }

  /** Reads the keys of the states; undefined when there are too many, or too many errors. */
  async #readKeys(apps: readonly string[]): Promise<Item[] | undefined> {
    const keys = new Map<string, Item>();
    let errors = 0;
    const isTooMuch = () => keys.size > MAX_READ_STATES || errors > MAX_ERRORS;
    const parts = apps.flatMap((app) => this.#days.map((day) => ({ app, day })));
    await mapConcurrently(parts, CONCURRENCY, async ({ app, day }) => {
      if (isTooMuch()) return;
      const toQuery = (before?: string) => ({ ...dayQuery(app, 'error', day, before), Limit: PAGE_SIZE });
      for await (const rows of queryPages(this.#table, toQuery, dayPositionOf)) {
        for (const key of rows.map(stateKeyOfRow)) keys.set(keyText(key), key);
        errors += rows.length;
        if (isTooMuch()) return;
      }
    });
    return isTooMuch() ? undefined : [...keys.values()];
  }

  /** Reads these states, unless they are too large together. */
  async #readStates(keys: readonly Item[]): Promise<FailingGroup> {
    const states: Item[] = [];
    for (let from = 0, bytes = 0; from < keys.length; from += BATCH_SIZE) {
      const batch = await getAll(this.#table, keys.slice(from, from + BATCH_SIZE));
      states.push(...batch);
      bytes += batch.map(bytesOf).reduce((sum, size) => sum + size, 0);
      if (bytes > MAX_READ_BYTES) return 'tooMany';
    }
    for (const state of states) {
      this.states.set(keyText(state), state);
      this.#budget.take(state);
    }
    return states;
  }
}
