import { uptime } from '../monotonic-ms.ts';
import type { Hook, ServerEvent, StreamEvent, Unreadable } from '../stream/event.ts';
import { atFirstCopy } from './first-copy.ts';
import { DAY_MS, eventItem, eventKey, expiry, quarantineItem, serverItem } from './history.ts';
import { Turns } from './keyed-mutex.ts';
import { appKey, hostKey, hostPartition, streamPartition } from './keys.ts';
import { writeInOrder, writeOutOfOrder } from './state-write.ts';
import type { Condition, Table } from './table.ts';

/** What became of a hook: the word that it is answered with. */
export type Outcome = 'recorded' | 'duplicate' | 'late' | 'unrecognised' | 'quarantined';

export interface Keeping {
  /** How long the history is kept, in days. */
  readonly historyDays: number;
  /** Whether heartbeats go into the history too, instead of the latest one alone into the state. */
  readonly keepHeartbeats: boolean;
  /** Whether a heartbeat a minute is kept as a sample of the stream's health, for an hour. */
  readonly healthHistory: boolean;
}

/** Keeps hooks: their rows in the history, what they change in the state, all in parallel. */
export class Recorder {
  readonly #keeping: Keeping;
  /** The apps that this process has listed, and until when it need not again (`uptime`). */
  readonly #listed = new Map<string, number>();
  /** Events out of order, by stream. */
  readonly #turns = new Turns();

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  /** The outcome, once everything is kept. Throws when something could not be: the same hook may be recorded again then. */
  async record(table: Table, hook: Hook): Promise<Outcome> {
    const [outcome] = await Promise.all([this.#keep(table, hook), this.#listApp(table, hook.app)]);
    return outcome;
  }

  #keep(table: Table, hook: Hook): Promise<Outcome> {
    switch (hook.about) {
      case 'stream':
        return this.#keepStreamEvent(table, hook);
      case 'server':
        return this.#keepServerEvent(table, hook);
      case 'nothing':
        return this.#quarantine(table, hook);
    }
  }

  async #keepStreamEvent(table: Table, told: StreamEvent): Promise<Outcome> {
    const { historyDays, keepHeartbeats, healthHistory } = this.#keeping;
    const partition = streamPartition(told.app, told.id);
    const event = await atFirstCopy(table, partition, told, historyDays);
    const historic = event.class !== 'heartbeat' || keepHeartbeats;
    const row = historic ? table.put(eventItem(event, historyDays), unlessKept) : true;
    const [isNew, wasInOrder] = await Promise.all([row, writeInOrder(table, event, healthHistory)]);
    // A duplicate is folded again as well: its first copy may have died between its row and the state.
    const isNews =
      wasInOrder || (await this.#turns.take(partition, () => writeOutOfOrder(table, event, healthHistory)));
    if (!isNew) return 'duplicate';
    if (isNews || event.outcome === 'unrecognised') return event.outcome;
    if (historic) await table.update(eventKey(event), markLate);
    return 'late';
  }

  async #keepServerEvent(table: Table, told: ServerEvent): Promise<Outcome> {
    const { app, host } = told;
    const { historyDays } = this.#keeping;
    const event = await atFirstCopy(table, hostPartition(app, host), told, historyDays);
    const expiresAt = { N: expiry(event.receivedAt, historyDays) };
    const [isNew] = await Promise.all([
      table.put(serverItem(event, historyDays), unlessKept),
      table.put({ ...hostKey(app, host), host: { S: host }, expiresAt }),
    ]);
    return isNew ? 'recorded' : 'duplicate';
  }

  async #quarantine(table: Table, hook: Unreadable): Promise<Outcome> {
    await table.put(quarantineItem(hook, this.#keeping.historyDays));
    return 'quarantined';
  }

  /** Lets a reader find the app: once a day for each that a process hears of. */
  async #listApp(table: Table, app: string): Promise<void> {
    const now = uptime();
    if (now < (this.#listed.get(app) ?? 0)) return;
    const days = Math.max(APP_DAYS, this.#keeping.historyDays);
    await table.put({ ...appKey(app), app: { S: app }, expiresAt: { N: expiry(Date.now(), days) } });
    if (this.#listed.size >= MOST_APPS) this.#listed.clear();
    this.#listed.set(app, now + DAY_MS);
  }
}

/** An app that is not used is listed so long, or as long as its history is kept. */
const APP_DAYS = 400;

/** A process remembers no more apps than this: whoever has a token for every app can name any. */
const MOST_APPS = 1_000;

const unlessKept: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };

const markLate = {
  UpdateExpression: 'SET outcome = :late',
  ExpressionAttributeValues: { ':late': { S: 'late' } },
};
