import { keyOf } from '../../table/row-keys.ts';
import { isUnexpired } from '../../table/rows/expiry.ts';
import { testKey, testsPartition } from '../../table/rows/notifying/notification-keys.ts';
import * as testRows from '../../table/rows/notifying/test-row.ts';
import type { Table } from '../../table/table.ts';
import type { DeliveryOutcome } from '../notification.ts';
import { TEST_VALID_MS } from '../test-event.ts';
import { defaultBounds, readBounded } from './outbox-pages.ts';

/** The tests of recipients that somebody waits for, in the notifications table; `now` is in ms since the epoch. */
export class TestRequests {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** Asks the running receiver for a test of a recipient. */
  async request(id: string, recipient: string, now: number): Promise<void> {
    await this.#table.put(testRows.toTestRow({ id, recipient, requestedAt: now }));
  }

  /** Lists the tests that somebody waits for, and removes those that have expired: the embedded database does not. */
  async list(now: number): Promise<testRows.TestRequest[]> {
    const { rows } = await readBounded(this.#table, testsPartition, { lengthOf: () => 0, bounds: defaultBounds });
    for (const row of rows) if (!isUnexpired(row, now)) await this.#table.delete(keyOf(row));
    const open = rows.filter((row) => testRows.readTestOutcome(row) === undefined).map(testRows.readTestRow);
    return open.filter(({ requestedAt }) => requestedAt > now - TEST_VALID_MS);
  }

  /** Records what came of a test, whether or not it has a request here. */
  async answer(id: string, outcome: DeliveryOutcome, now: number): Promise<void> {
    await this.#table.update(testKey(id), testRows.outcomeUpdate(outcome, now));
  }

  /** Reads what came of a test; undefined until it was tried. */
  async read(id: string): Promise<DeliveryOutcome | undefined> {
    const row = await this.#table.get(testKey(id), true);
    return row && testRows.readTestOutcome(row);
  }
}
