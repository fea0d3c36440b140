import { randomUUID } from 'node:crypto';
import { workerKey } from '../../table/rows/notifying/notification-keys.ts';
import * as workerRows from '../../table/rows/notifying/worker-row.ts';
import type { Table } from '../../table/table.ts';

/** The right to work for a recipient, until a time in ms since the epoch. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly until: number;
}

/** How long a lease lasts, in ms: longer than a turn and the posts it has begun. */
export const LEASE_MS = 40_000;

/** The state of the work for each recipient, in the notifications table; `now` is in ms since the epoch. */
export class WorkerStore {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  async state(name: string): Promise<workerRows.WorkerState> {
    return workerRows.readWorkerRow(await this.#table.get(workerKey(name), true));
  }

  /**
   * Takes the lease; null while another turn has it, and before `retryAt`. `wokenAt` is when the wake that is answered was
   * due, in ms since the epoch: one to a later time is still on its way, and stays known.
   */
  async acquire(name: string, now: number, wokenAt = now): Promise<Lease | null> {
    const [key, lease] = [workerKey(name), { name, owner: randomUUID(), until: now + LEASE_MS }];
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
    const key = workerKey(name);
    if (health !== null && (await this.#table.update(key, workerRows.releaseUpdate(owner, health, now)))) return false;
    return (await this.#table.update(key, workerRows.endLeaseUpdate(owner, health, now))) && health !== null;
  }

  /** Ends the lease of a process that is known to be dead. */
  async breakLease(name: string, now: number): Promise<void> {
    await this.#table.update(workerKey(name), workerRows.breakLeaseUpdate(now));
  }

  /** Records a wake that was sent. */
  async recordWake(name: string, at: number, now: number): Promise<void> {
    await this.#table.update(workerKey(name), workerRows.wakeUpdate(at, now));
  }

  /** Lets the next turn try at once, whatever failed before or fails in a turn that is under way. */
  async retryNow(name: string, now: number): Promise<void> {
    await this.#table.update(workerKey(name), workerRows.retryNowUpdate(now));
  }
}
