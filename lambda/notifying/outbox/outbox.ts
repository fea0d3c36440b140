import type { Announcement } from '../../announcing/announcement.ts';
import { mapConcurrently } from '../../map-concurrently.ts';
import { partitionKeysQuery } from '../../table/queries.ts';
import { keyOf } from '../../table/row-keys.ts';
import * as keys from '../../table/rows/notifying/notification-keys.ts';
import * as entryRows from '../../table/rows/notifying/pending-row.ts';
import { type Table, unlessExists } from '../../table/table.ts';
import type { Pending, Step } from '../notification.ts';
import { lastMemories } from './last-memories.ts';
import { countRows, defaultBounds, type ReadBounds, readBounded, readKeyPages } from './outbox-pages.ts';
import { type Memories, readMemories } from './read-memories.ts';
import { TestRequests } from './test-requests.ts';
import { WorkerStore } from './worker-store.ts';

export type OutboxEntry = entryRows.OutboxEntry;

/** Commands that are sent at once. */
const AT_ONCE = 8;

/**
 * What recipients have yet to be told of, in the notifications table. Everything survives the death of a process at any
 * command. Methods throw when the table does not answer; `now` is in ms since the epoch.
 */
export class Outbox {
  readonly #table: Table;
  readonly #bounds: ReadBounds;
  /** The state of the work for each recipient. */
  readonly workers: WorkerStore;
  readonly tests: TestRequests;

  constructor(table: Table, bounds = defaultBounds) {
    this.#table = table;
    this.#bounds = bounds;
    this.workers = new WorkerStore(table);
    this.tests = new TestRequests(table);
  }

  /** Adds announcements, each once while it waits. */
  async add(name: string, announcements: readonly Announcement[], now: number): Promise<void> {
    const put = (one: Announcement) => this.#table.put(entryRows.toPendingRow(name, one, now), unlessExists);
    await mapConcurrently(announcements, AT_ONCE, put);
  }

  /** Reads what waits, oldest first, consistently, from the first entry after another one; `more` when the bounds leave out further ones. */
  async pending(name: string, after?: OutboxEntry): Promise<{ entries: OutboxEntry[]; more: boolean }> {
    const position = after && keys.pendingKey(name, keys.toOutboxPosition(after.announcement));
    const options = { lengthOf: entryRows.pendingLength, bounds: this.#bounds, after: position };
    const { rows, more } = await readBounded(this.#table, keys.pendingPartition(name), options);
    return { entries: rows.map(entryRows.readPendingRow), more };
  }

  /** Whether anything waits. */
  async hasPending(name: string): Promise<boolean> {
    const query = partitionKeysQuery(keys.pendingPartition(name));
    const { items } = await this.#table.query({ ...query, ConsistentRead: true, Limit: 1 });
    return items.length > 0;
  }

  /** Reads what is remembered of the streams of entries, and which of the entries were told before, consistently. */
  memories(name: string, entries: readonly Pending[]): Promise<Memories> {
    return readMemories(this.#table, name, entries);
  }

  /**
   * Ends steps that are done: remembers, then removes their entries. The steps of a stream are in order, and none before
   * them waits: what is remembered would leave it out.
   */
  async settle(name: string, steps: readonly Step<OutboxEntry>[], now: number): Promise<void> {
    await mapConcurrently(lastMemories(name, steps, now), AT_ONCE, (row) => this.#table.put(row));
    await this.#remove(
      name,
      steps.flatMap(({ entries }) => entries),
    );
  }

  /** Holds an entry that was refused, and with it its stream, until a time. */
  async hold(name: string, { announcement, refusals }: OutboxEntry, retryAt: number): Promise<void> {
    const key = keys.pendingKey(name, keys.toOutboxPosition(announcement));
    await this.#table.update(key, entryRows.holdUpdate(refusals + 1, retryAt));
  }

  /** Makes entries dead letters. */
  async bury(name: string, entries: readonly OutboxEntry[], reason: string, now: number): Promise<void> {
    await mapConcurrently(entries, AT_ONCE, async (entry) => {
      await this.#table.put(entryRows.toDeadRow(name, entry.announcement, now, reason));
      await this.#remove(name, [entry]);
    });
  }

  /** Lets all dead letters wait again, and the next turn try at once. Returns how many they are. */
  async resend(name: string, now: number): Promise<number> {
    let count = 0;
    for (let more = true; more; ) {
      const options = { lengthOf: entryRows.pendingLength, bounds: this.#bounds };
      const page = await readBounded(this.#table, keys.deadPartition(name), options);
      await mapConcurrently(page.rows.map(entryRows.readPendingRow), AT_ONCE, async ({ announcement }) => {
        await this.#table.put(entryRows.toResentRow(name, announcement, now));
        await this.#table.delete(keys.deadKey(name, keys.toOutboxPosition(announcement)));
      });
      count += page.rows.length;
      more = page.more;
    }
    await this.retryNow(name, now);
    return count;
  }

  /** Lets the next turn try everything at once, whatever failed before or fails in a turn that is under way. */
  async retryNow(name: string, now: number): Promise<void> {
    await this.retryHeld(name, now);
    await this.workers.retryNow(name, now);
  }

  /** Lets the next turn try what is held. */
  async retryHeld(name: string, now: number): Promise<void> {
    for await (const page of readKeyPages(this.#table, keys.pendingPartition(name), entryRows.keyAndRetry)) {
      const held = page.filter((row) => entryRows.isHeld(row, now));
      await mapConcurrently(held, AT_ONCE, (row) => this.#table.update(keyOf(row), entryRows.retryUpdate()));
    }
  }

  /** Counts what waits, and dead letters, each up to a maximum. */
  async counts(name: string, max?: number): Promise<{ waiting: number; deadLetters: number }> {
    const partitions = [keys.pendingPartition(name), keys.deadPartition(name)];
    const [waiting = 0, deadLetters = 0] = await Promise.all(partitions.map((one) => countRows(this.#table, one, max)));
    return { waiting, deadLetters };
  }

  /** Removes all rows of a recipient that was removed. */
  async discard(name: string): Promise<void> {
    for (const partition of [keys.pendingPartition(name), keys.deadPartition(name), keys.memoryPartition(name)]) {
      for await (const page of readKeyPages(this.#table, partition))
        await mapConcurrently(page, AT_ONCE, (key) => this.#table.delete(key));
    }
    await this.#table.delete(keys.workerKey(name));
  }

  async #remove(name: string, entries: readonly OutboxEntry[]): Promise<void> {
    const positions = entries.map(({ announcement }) => keys.toOutboxPosition(announcement));
    await mapConcurrently(positions, AT_ONCE, (position) => this.#table.delete(keys.pendingKey(name, position)));
  }
}
