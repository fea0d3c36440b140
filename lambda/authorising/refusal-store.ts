import { monotonicMs } from '../monotonic-ms.ts';
import { TableCircuitBreaker } from '../receiving/circuit-breaker.ts';
import type { Refusal } from '../stream/refusal.ts';
import { AppList } from '../table/app-list.ts';
import { keyProjection, stateKey } from '../table/row-keys.ts';
import { countBeyondRows, countInRow, createRow, type RowUpdate, takeRow } from '../table/rows/refusal-rows.ts';
import type { Table } from '../table/table.ts';
import { withTimeout } from '../with-timeout.ts';
import type { RefusalCounter } from './authoriser-deps.ts';
import { toShownId } from './mask-id.ts';

/** The time for which an answer waits for the count, in ms. */
const COUNT_MS = 100;
/** The same after a timeout, in ms: dozens of refused encoders that reconnect at once may stand in the queue before an allowed one. */
const COUNT_WHILE_SLOW_MS = 25;

/** Counts refusals in the table of streams: one row a minute for each stream and reason. */
export class RefusalStore implements RefusalCounter {
  readonly #streams: Table;
  readonly #historyDays: number;
  readonly #onError: (error: unknown) => void;
  readonly #appList: AppList;
  readonly #circuitBreaker: TableCircuitBreaker;

  /**
   * `streams` must be of a client that sends nothing twice: the table would count it twice. `onError` receives why a refusal was
   * not counted, or not with its whole id.
   */
  constructor(
    streams: Table,
    historyDays: number,
    onError: (error: unknown) => void,
    circuitBreaker = new TableCircuitBreaker(COUNT_MS, COUNT_WHILE_SLOW_MS),
  ) {
    this.#streams = streams;
    this.#historyDays = historyDays;
    this.#onError = onError;
    this.#appList = new AppList(historyDays);
    this.#circuitBreaker = circuitBreaker;
  }

  async count(refusal: Refusal): Promise<string | null> {
    const { id } = refusal;
    const began = monotonicMs();
    let shownId = toShownId(id);
    try {
      const ms = this.#circuitBreaker.timeoutMs;
      await withTimeout(ms, async (signal) => {
        const table = this.#streams.withSignal(signal);
        if (shownId !== id && (await this.#isKnownStream(table, refusal, ms / 2))) shownId = id;
        await this.#store(table, { ...refusal, id: shownId });
      });
      this.#circuitBreaker.recordSuccess();
    } catch (error) {
      this.#circuitBreaker.recordFailure(monotonicMs() - began);
      this.#onError(error);
    }
    return shownId;
  }

  /** Whether a stream is known; not, where it cannot be told in time: the refusal is counted nevertheless. */
  async #isKnownStream(table: Table, { app, id }: Refusal, ms: number): Promise<boolean> {
    try {
      const read = (signal: AbortSignal) => table.withSignal(signal).get(stateKey(app, id ?? ''), false, keyProjection);
      return (await withTimeout(ms, read)) !== undefined;
    } catch (error) {
      this.#onError(new Error(`what follows the slash of an id, since it is unknown whether it is a stream: ${error}`));
      return false;
    }
  }

  async #store(table: Table, refusal: Refusal): Promise<void> {
    const update = (row: RowUpdate) => table.update(row.key, row.update);
    if (await update(countInRow(refusal))) return;
    const row = (await update(takeRow(refusal))) ? createRow : countBeyondRows;
    await Promise.all([update(row(refusal, this.#historyDays)), this.#appList.list(table, refusal.app)]);
  }
}
