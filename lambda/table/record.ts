import { monotonicMs } from '../monotonic-ms.ts';
import type { Hook, ServerEvent, StreamEvent, UnreadableHook } from '../stream/event.ts';
import { withFirstCopyClock } from './first-copy.ts';
import { DAY_MS, eventKey, expiry, toEventRow, toQuarantineRow, toServerEventRow } from './history.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { appKey, hostKey, hostPartition, streamPartition } from './keys.ts';
import { foldAndWrite, tryFastPath } from './state-write.ts';
import type { Condition, Table } from './table.ts';

/** What became of a hook: the word that it is answered with. */
export type Outcome = 'recorded' | 'duplicate' | 'late' | 'unrecognised' | 'quarantined';

export interface RetentionPolicy {
  /** How long the history is kept, in days. */
  readonly historyDays: number;
  /** Whether heartbeats go into the history too, instead of the latest one alone into the state. */
  readonly keepHeartbeats: boolean;
  /** Whether a heartbeat a minute is kept as a sample of the stream's health, for an hour. */
  readonly healthHistory: boolean;
}

/** Keeps hooks: their rows in the history, what they change in the state, all in parallel. */
export class Recorder {
  readonly #retention: RetentionPolicy;
  /** The apps that this process has listed, and until when it need not again (`uptime`). */
  readonly #listedUntil = new Map<string, number>();
  /** Events out of order, by stream. */
  readonly #mutex = new KeyedMutex();

  constructor(keeping: RetentionPolicy) {
    this.#retention = keeping;
  }

  /** The outcome, once everything is kept. Throws when something could not be: the same hook may be recorded again then. */
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
    const { app, host } = received;
    const { historyDays } = this.#retention;
    const event = await withFirstCopyClock(table, hostPartition(app, host), received, historyDays);
    const expiresAt = { N: expiry(event.receivedAt, historyDays) };
    const [isNew] = await Promise.all([
      table.put(toServerEventRow(event, historyDays), unlessExists),
      table.put({ ...hostKey(app, host), host: { S: host }, expiresAt }),
    ]);
    return isNew ? 'recorded' : 'duplicate';
  }

  async #quarantine(table: Table, hook: UnreadableHook): Promise<Outcome> {
    await table.put(toQuarantineRow(hook, this.#retention.historyDays));
    return 'quarantined';
  }

  /** Lets a reader find the app: once a day for each that a process hears of. */
  async #listApp(table: Table, app: string): Promise<void> {
    const now = monotonicMs();
    if (now < (this.#listedUntil.get(app) ?? 0)) return;
    const days = Math.max(MIN_APP_DAYS, this.#retention.historyDays);
    await table.put({ ...appKey(app), app: { S: app }, expiresAt: { N: expiry(Date.now(), days) } });
    if (this.#listedUntil.size >= MAX_LISTED_APPS) this.#listedUntil.clear();
    this.#listedUntil.set(app, now + DAY_MS);
  }
}

/** An app that is not used is listed so long, or as long as its history is kept. */
const MIN_APP_DAYS = 400;

/** A process remembers no more apps than this: whoever has a token for every app can name any. */
const MAX_LISTED_APPS = 1_000;

const unlessExists: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };

const markLate = {
  UpdateExpression: 'SET outcome = :late',
  ExpressionAttributeValues: { ':late': { S: 'late' } },
};
