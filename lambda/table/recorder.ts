import { monotonicMs } from '../monotonic-ms.ts';
import type { Hook, ServerEvent, StreamEvent, UnreadableHook } from '../stream/event.ts';
import { withFirstCopyClock } from './first-copy.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { hostPartition, streamPartition } from './keys.ts';
import { toAppRow } from './rows/app-row.ts';
import { eventKey, markLate, toEventRow } from './rows/event-row.ts';
import { DAY_MS } from './rows/expiry.ts';
import { toQuarantineRow } from './rows/quarantine-row.ts';
import { toHostRow, toServerEventRow } from './rows/server-rows.ts';
import { toShutdownMarkRow } from './rows/sweep-rows.ts';
import { foldAndWrite, tryFastPath } from './state-write.ts';
import { type Table, unlessExists } from './table.ts';

/** The outcome of a hook, as its response has it. */
export type Outcome = 'recorded' | 'duplicate' | 'late' | 'unrecognised' | 'quarantined';

export interface RetentionPolicy {
  /** For how many days the history is stored. */
  readonly historyDays: number;
  /** Whether the history has every heartbeat; the state has only the latest in any case. */
  readonly keepHeartbeats: boolean;
  /** Whether one heartbeat a minute is stored as a sample of the stream's health. */
  readonly healthHistory: boolean;
}

/** Stores hooks: their rows in the history and their changes of the state, in parallel. */
export class Recorder {
  readonly #retention: RetentionPolicy;
  /** The apps that this process has listed, each until when it need not list it again (`monotonicMs`). */
  readonly #listedUntil = new Map<string, number>();
  /** One fold at a time per stream. */
  readonly #mutex = new KeyedMutex();

  constructor(retention: RetentionPolicy) {
    this.#retention = retention;
  }

  /** Returns the outcome once everything is stored. Throws when a write fails: the same hook may then be recorded again. */
  async record(table: Table, hook: Hook): Promise<Outcome> {
    const [outcome] = await Promise.all([this.#store(table, hook), this.#listApp(table, hook.app)]);
    return outcome;
  }

  #store(table: Table, hook: Hook): Promise<Outcome> {
    switch (hook.type) {
      case 'stream':
        return this.#storeStreamEvent(table, hook);
      case 'server':
        return this.#storeServerEvent(table, hook);
      case 'unreadable':
        return this.#quarantine(table, hook);
    }
  }

  async #storeStreamEvent(table: Table, received: StreamEvent): Promise<Outcome> {
    const { historyDays, keepHeartbeats, healthHistory } = this.#retention;
    const partition = streamPartition(received.app, received.id);
    const event = await withFirstCopyClock(table, partition, received, historyDays);
    const hasRow = event.class !== 'heartbeat' || keepHeartbeats;
    const row = hasRow ? table.put(toEventRow(event, historyDays), unlessExists) : true;
    const [isNew, wasFast] = await Promise.all([row, tryFastPath(table, event, healthHistory)]);
    // A duplicate is folded again as well: its first copy may have died between its row and the state.
    const isVisible = wasFast || (await this.#mutex.run(partition, () => foldAndWrite(table, event, healthHistory)));
    if (!isNew) return 'duplicate';
    if (isVisible || event.outcome === 'unrecognised') return event.outcome;
    if (hasRow) await table.update(eventKey(event), markLate);
    return 'late';
  }

  async #storeServerEvent(table: Table, received: ServerEvent): Promise<Outcome> {
    const { historyDays } = this.#retention;
    const partition = hostPartition(received.app, received.host);
    const event = await withFirstCopyClock(table, partition, received, historyDays);
    const [isNew] = await Promise.all([
      table.put(toServerEventRow(event, historyDays), unlessExists),
      table.put(toHostRow(event, historyDays)),
      event.kind === 'unexpectedServerShutdown' &&
        table.put(toShutdownMarkRow({ app: event.app, at: event.receivedAt })),
    ]);
    return isNew ? 'recorded' : 'duplicate';
  }

  async #quarantine(table: Table, hook: UnreadableHook): Promise<Outcome> {
    await table.put(toQuarantineRow(hook, this.#retention.historyDays));
    return 'quarantined';
  }

  /** Lists the app for readers, once a day per process. */
  async #listApp(table: Table, app: string): Promise<void> {
    const now = monotonicMs();
    if (now < (this.#listedUntil.get(app) ?? 0)) return;
    const days = Math.max(MIN_APP_DAYS, this.#retention.historyDays);
    await table.put(toAppRow(app, Date.now() + days * DAY_MS));
    if (this.#listedUntil.size >= MAX_LISTED_APPS) this.#listedUntil.clear();
    this.#listedUntil.set(app, now + DAY_MS);
  }
}

/** An app stays listed at least this long after its last hook. */
const MIN_APP_DAYS = 400;

/** The apps that a process remembers: anyone who has a token for every app can name any. */
const MAX_LISTED_APPS = 1_000;
