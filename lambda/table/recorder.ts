import type { Hook, ServerEvent, StreamEvent, UnreadableHook } from '../stream/event.ts';
import { AppList } from './app-list.ts';
import { withFirstCopyClock } from './first-copy.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { hostPartition, streamPartition } from './row-keys.ts';
import { keepOpened } from './rows/boundary-row.ts';
import { eventKey, markLate, toEventRow } from './rows/event-row.ts';
import { toQuarantineRow } from './rows/quarantine-row.ts';
import { toHostRow, toServerEventRow } from './rows/server-rows.ts';
import { toShutdownMarkRow } from './rows/sweep-rows.ts';
import { foldAndWrite, tryFastPath } from './state-write.ts';
import { type Table, unlessExists } from './table.ts';
import { TokenUseNotes } from './token-use-notes.ts';

/** The outcome of a hook, as its response has it. */
export type Outcome = 'recorded' | 'duplicate' | 'late' | 'unrecognised' | 'quarantined';

export interface RetentionPolicy {
  /** For how many days the history is stored. */
  readonly historyDays: number;
  /** Whether the history has every heartbeat; the state has only the latest in any case. */
  readonly keepHeartbeats: boolean;
  /** Whether one heartbeat a minute is stored as a sample of the stream's health. */
  readonly healthHistory: boolean;
  /** Whether the index lists the history over all streams by day; it always lists errors. */
  readonly byDay: boolean;
}

/** Stores hooks: their rows in the history and their changes of the state, in parallel. */
export class Recorder {
  readonly #retention: RetentionPolicy;
  readonly #appList: AppList;
  readonly #tokenUses = new TokenUseNotes();
  /** One fold at a time per stream. */
  readonly #mutex = new KeyedMutex();

  constructor(retention: RetentionPolicy) {
    this.#retention = retention;
    this.#appList = new AppList(retention.historyDays);
  }

  /**
   * Returns the outcome once everything is stored, with the hour in which the token's hooks last came, where its hash is
   * known. Throws when a write fails: the same hook may then be recorded again.
   */
  async record(table: Table, hook: Hook, tokenHash?: string): Promise<Outcome> {
    const [outcome] = await Promise.all([
      this.#store(table, hook),
      this.#appList.list(table, hook.app),
      tokenHash !== undefined && this.#tokenUses.note(table, tokenHash, hook.receivedAt),
    ]);
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
    const { historyDays, keepHeartbeats, healthHistory, byDay } = this.#retention;
    const partition = streamPartition(received.app, received.id);
    const event = await withFirstCopyClock(table, partition, received, historyDays);
    const hasRow = event.class !== 'heartbeat' || keepHeartbeats;
    const row = hasRow ? table.put(toEventRow(event, historyDays, byDay), unlessExists) : true;
    const [isNew, fast] = await Promise.all([row, tryFastPath(table, event, healthHistory)]);
    // A duplicate is folded again as well: its first copy may have died between its row and the state.
    const { isVisible, opened } =
      fast ?? (await this.#mutex.run(partition, () => foldAndWrite(table, event, healthHistory)));
    if (opened !== undefined) await table.update(eventKey(event), keepOpened(opened));
    if (!isNew) return 'duplicate';
    if (isVisible || event.outcome === 'unrecognised') return event.outcome;
    if (hasRow) await table.update(eventKey(event), markLate());
    return 'late';
  }

  async #storeServerEvent(table: Table, received: ServerEvent): Promise<Outcome> {
    const { historyDays } = this.#retention;
    const partition = hostPartition(received.app, received.host);
    const event = await withFirstCopyClock(table, partition, received, historyDays);
    const [isNew] = await Promise.all([
      table.put(toServerEventRow(event, historyDays), unlessExists),
      table.put(toHostRow(event, historyDays)),
      event.kind === 'unexpectedServerShutdown' && table.put(toShutdownMarkRow(event)),
    ]);
    return isNew ? 'recorded' : 'duplicate';
  }

  async #quarantine(table: Table, hook: UnreadableHook): Promise<Outcome> {
    await table.put(toQuarantineRow(hook, this.#retention.historyDays));
    return 'quarantined';
  }
}
