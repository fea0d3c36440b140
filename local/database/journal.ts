import type { MessagePort } from 'node:worker_threads';
import type { TableChange } from '../../lambda/announcing/table-change.ts';

/** A write of the streams table that is to be announced. */
export interface JournalRecord {
  readonly number: number;
  readonly change: TableChange;
}

/** The answer of the thread to a request. */
interface Reply {
  readonly records?: readonly { readonly number: number; readonly json: string }[];
  readonly error?: string;
}

/** Number of the oldest records that were dropped, because there were too many. */
interface Dropped {
  readonly dropped: number;
}

const ENDED: Reply = { error: 'it has ended' };

/**
 * The writes of an embedded database that are to be announced, in the order of each row's writes. It is for one reader, which
 * makes one request at a time, and ends with the thread of the database.
 */
export class Journal {
  readonly #port: MessagePort;
  #hasEnded = false;
  #hasChanged = true;
  #onChange = () => {};
  #onReply = (_reply: Reply) => {};

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (message: Reply | Dropped | 'changed') => {
      if (message === 'changed') this.#notify();
      else if ('dropped' in message) logDropped(message);
      else this.#onReply(message);
    });
    port.once('close', () => {
      this.#hasEnded = true;
      this.#onReply(ENDED);
      this.#notify();
    });
    port.unref();
  }

  /** Returns the oldest records, at most about a megabyte. Throws when it has ended. */
  async read(): Promise<JournalRecord[]> {
    this.#hasChanged = false;
    const { records = [] } = await this.#request({});
    return records.map(({ number, json }) => ({ number, change: JSON.parse(json) }));
  }

  /** Removes records for good. Throws when it has ended. */
  async remove(records: readonly JournalRecord[]): Promise<void> {
    await this.#request({ remove: records.map(({ number }) => number) });
  }

  /** Calls a function as soon as there may be records that the last read did not find, or the journal has ended. */
  onChange(notify: () => void): void {
    this.#onChange = notify;
    if (this.#hasChanged) notify();
  }

  #notify(): void {
    this.#hasChanged = true;
    this.#onChange();
  }

  async #request(request: { readonly remove?: readonly number[] }): Promise<Reply> {
    const replied = new Promise<Reply>((resolve) => {
      this.#onReply = resolve;
    });
    if (this.#hasEnded) this.#onReply(ENDED);
    this.#port.postMessage(request);
    const reply = await replied;
    if (reply.error !== undefined) throw new Error(`The journal of the embedded database: ${reply.error}`);
    return reply;
  }
}

/** Logs how many writes are not announced. */
function logDropped({ dropped }: Dropped): void {
  console.error(
    `Announcements of the oldest ${dropped} writes are lost: expected DATA_DIR/announcements to take them, too many wait. Look for the cause in the lines before.`,
  );
}
