import { randomUUID } from 'node:crypto';
import type { Announcement } from '../announcing/announcement.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { keyOf } from '../table/keys.ts';
import { partitionKeysQuery } from '../table/queries.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import * as keys from '../table/rows/notifying/notification-keys.ts';
import * as entryRows from '../table/rows/notifying/pending-row.ts';
import * as testRows from '../table/rows/notifying/test-row.ts';
import * as workerRows from '../table/rows/notifying/worker-row.ts';
import { type Table, unlessExists } from '../table/table.ts';
import { lastMemories } from './last-memories.ts';
import type { DeliveryOutcome, Pending, Step } from './notification.ts';
import { countRows, defaultBounds, type ReadBounds, readBounded, readKeyPages } from './outbox-pages.ts';
import { type Memories, readMemories } from './read-memories.ts';

export type OutboxEntry = entryRows.OutboxEntry;

/** The right to work for a recipient, until a time in ms since the epoch. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly until: number;
}

/** How long a lease lasts, in ms: longer than a turn and the posts it has begun. */
export const LEASE_MS = 40_000;

/** Commands that are sent at once. */
const AT_ONCE = 8;

/** A test is answered within this time after its request, in ms: later nobody waits for it. */
const TEST_VALID_MS = 60_000;

/**
 * What recipients have yet to be told of, in the notifications table. Everything survives the death of a process at any
 * command. Methods throw when the table does not answer; `now` is in ms since the epoch.
 */
export class Outbox {
  readonly #table: Table;
  readonly #bounds: ReadBounds;

  constructor(table: Table, bounds = defaultBounds) {
    this.#table = table;
    this.#bounds = bounds;
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
    await this.#table.update(keys.workerKey(name), workerRows.retryNowUpdate(now));
  }

  /** Lets the next turn try what is held. */
  async retryHeld(name: string, now: number): Promise<void> {
    for await (const page of readKeyPages(this.#table, keys.pendingPartition(name), entryRows.keyAndRetry)) {
      const held = page.filter((row) => entryRows.isHeld(row, now));
      await mapConcurrently(held, AT_ONCE, (row) => this.#table.update(keyOf(row), entryRows.retryUpdate()));
    }
  }

  async state(name: string): Promise<workerRows.WorkerState> {
    return workerRows.readWorkerRow(await this.#table.get(keys.workerKey(name), true));
  }

  /**
   * Takes the lease; null while another turn has it, and before `retryAt`. `wokenAt` is when the wake that is answered was
   * due, in ms since the epoch: one to a later time is still on its way, and stays known.
   */
  async acquire(name: string, now: number, wokenAt = now): Promise<Lease | null> {
    const [key, lease] = [keys.workerKey(name), { name, owner: randomUUID(), until: now + LEASE_MS }];
    const old = await this.#table.updateReturningOld(key, workerRows.acquireUpdate(lease.owner, now, lease.until));
    if (old === undefined) return null;
    const wakeAt = workerRows.readForgottenWake(old) ?? 0;
    if (wakeAt > Math.max(now, wokenAt)) await this.#table.update(key, workerRows.restoreWakeUpdate(wakeAt));
    return lease;
  }

  /**
   * Ends a lease, unless another turn has taken it since; with how deliveries go, or null where the turn has not learned it.
   * Returns whether `retryNow` was called meanwhile, which is what counts then.
   */
  async release({ name, owner }: Lease, health: workerRows.DeliveryHealth | null, now: number): Promise<boolean> {
    const key = keys.workerKey(name);
    if (health !== null && (await this.#table.update(key, workerRows.releaseUpdate(owner, health, now)))) return false;
    return (await this.#table.update(key, workerRows.endLeaseUpdate(owner, health, now))) && health !== null;
  }

  /** Ends the lease of a process that is known to be dead. */
  async breakLease(name: string, now: number): Promise<void> {
    await this.#table.update(keys.workerKey(name), workerRows.breakLeaseUpdate(now));
  }

  /** Records a wake that was sent. */
  async recordWake(name: string, at: number, now: number): Promise<void> {
    await this.#table.update(keys.workerKey(name), workerRows.wakeUpdate(at, now));
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

  /** Asks the running receiver for a test of a recipient. */
  async requestTest(id: string, recipient: string, now: number): Promise<void> {
    await this.#table.put(testRows.toTestRow({ id, recipient, requestedAt: now }));
  }

  /** Lists the tests that somebody waits for, and removes those that have expired: the embedded database does not. */
  async testRequests(now: number): Promise<testRows.TestRequest[]> {
    const { rows } = await readBounded(this.#table, keys.testsPartition, { lengthOf: () => 0, bounds: this.#bounds });
    for (const row of rows) if (!isUnexpired(row, now)) await this.#table.delete(keyOf(row));
    const open = rows.filter((row) => testRows.readTestOutcome(row) === undefined).map(testRows.readTestRow);
    return open.filter(({ requestedAt }) => requestedAt > now - TEST_VALID_MS);
  }

  /** Records what came of a test, whether or not it has a request here. */
  async answerTest(id: string, outcome: DeliveryOutcome, now: number): Promise<void> {
    await this.#table.update(keys.testKey(id), testRows.outcomeUpdate(outcome, now));
  }

  /** Reads what came of a test; undefined until it was tried. */
  async readTest(id: string): Promise<DeliveryOutcome | undefined> {
    const row = await this.#table.get(keys.testKey(id), true);
    return row && testRows.readTestOutcome(row);
  }

  async #remove(name: string, entries: readonly OutboxEntry[]): Promise<void> {
    const positions = entries.map(({ announcement }) => keys.toOutboxPosition(announcement));
    await mapConcurrently(positions, AT_ONCE, (position) => this.#table.delete(keys.pendingKey(name, position)));
  }
}
