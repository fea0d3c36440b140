import { mapConcurrently } from '../map-concurrently.ts';
import { monotonicMs } from '../monotonic-ms.ts';
import { startOfHour } from '../table/row-keys.ts';
import type { Table, Update } from '../table/table.ts';
import { STALE_RETRY_MS } from '../tokens/freshness.ts';
import type { StreamKey } from '../tokens/stream-key.ts';
import { addUses, addUsesOfHour, streamKeyKey } from '../tokens/stream-key-row.ts';
import { withTimeout } from '../with-timeout.ts';
import type { KeyUsage } from './authoriser-deps.ts';

/** The time for which an answer waits for the first use of an hour, in ms. */
const NOTE_MS = 100;
/** The time for which uses are added up before they are written, in ms. */
const FLUSH_AFTER_MS = 5_000;
/** The time for each write of a flush, in ms. */
const FLUSH_WRITE_MS = 1_000;
const CONCURRENT_WRITES = 8;
/** The keys whose uses a process remembers: a later one takes the place of the earliest. */
const MAX_KEYS = 10_000;

/** The uses of a key in this process. */
interface Uses {
  /** The start of the hour of the last use, in ms since the epoch. */
  hour: number;
  /** Whether the row has this hour, or a write of it is on its way. */
  isHourWritten: boolean;
  /** The number of those that the row does not have yet. */
  count: number;
}

/**
 * Writes the uses of keys: the first one of an hour at once, so that the row soon has the hour of the last use, the others
 * later, added up. After an error no use is written again, since the table may have it: the count is a lower bound.
 */
export class StreamKeyUsage implements KeyUsage {
  readonly #tokens: Table;
  readonly #onError: (error: unknown) => void;
  readonly #noteMs: number;
  readonly #uptimeMs: () => number;
  readonly #uses = new Map<string, Uses>();
  #timer: NodeJS.Timeout | undefined;
  /** Until when nothing is written, after an error: dozens of keys may be used for the first time in an hour. */
  #pausedUntil = 0;

  /**
   * `tokens` must be of a client that sends nothing twice: the table would count it twice. `onError` receives why a use was not
   * written.
   */
  constructor(tokens: Table, onError: (error: unknown) => void, noteMs = NOTE_MS, uptimeMs = monotonicMs) {
    this.#tokens = tokens;
    this.#onError = onError;
    this.#noteMs = noteMs;
    this.#uptimeMs = uptimeMs;
  }

  async note(key: StreamKey, at: number): Promise<void> {
    const uses = this.#usesOf(key);
    uses.count++;
    const hour = startOfHour(at);
    if (hour > uses.hour) Object.assign(uses, { hour, isHourWritten: false });
    try {
      if (!uses.isHourWritten && !this.#isPaused()) await this.#writeHour(key.hash, uses, this.#noteMs);
    } catch (error) {
      this.#onError(error);
    }
    if (isPending(uses)) this.#timer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS).unref();
  }

  /** Writes the uses that no row has yet. Never rejects. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = [...this.#uses].filter(([, uses]) => isPending(uses));
    try {
      await mapConcurrently(pending, CONCURRENT_WRITES, ([hash, uses]) => this.#writeAll(hash, uses));
    } catch (error) {
      this.#onError(error); // the uses that were not sent yet wait for the next flush
    }
  }

  /** Returns what this process knows of the uses of a key. */
  #usesOf({ hash, lastUsedAt }: StreamKey): Uses {
    const uses = this.#uses.get(hash) ?? { hour: 0, isHourWritten: true, count: 0 };
    if (lastUsedAt !== null && lastUsedAt >= uses.hour) Object.assign(uses, { hour: lastUsedAt, isHourWritten: true });
    this.#uses.set(hash, uses);
    const [earliest] = this.#uses.keys();
    if (this.#uses.size > MAX_KEYS && earliest !== undefined) this.#uses.delete(earliest);
    return uses;
  }

  async #writeAll(hash: string, uses: Uses): Promise<void> {
    if (!uses.isHourWritten && !this.#isPaused()) await this.#writeHour(hash, uses, FLUSH_WRITE_MS);
    const { count } = uses;
    if (count === 0 || this.#isPaused()) return;
    uses.count = 0;
    await this.#update(hash, addUses(count), FLUSH_WRITE_MS);
  }

  /** Writes the hour, and the uses with it. The uses stay where another process has written the hour. */
  async #writeHour(hash: string, uses: Uses, ms: number): Promise<void> {
    const { count, hour } = uses;
    Object.assign(uses, { count: 0, isHourWritten: true });
    try {
      if (!(await this.#update(hash, addUsesOfHour(hour, count), ms))) uses.count += count;
    } catch (error) {
      uses.isHourWritten = false;
      throw error;
    }
  }

  async #update(hash: string, update: Update, ms: number): Promise<boolean> {
    try {
      return await withTimeout(ms, (signal) => this.#tokens.withSignal(signal).update(streamKeyKey(hash), update));
    } catch (error) {
      this.#pausedUntil = this.#uptimeMs() + STALE_RETRY_MS;
      throw error;
    }
  }

  #isPaused = (): boolean => this.#uptimeMs() < this.#pausedUntil;
}

const isPending = ({ isHourWritten, count }: Uses): boolean => !isHourWritten || count > 0;
