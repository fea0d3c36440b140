import { monotonicMs } from '../monotonic-ms.ts';
import { toAppRow } from './rows/app-row.ts';
import { DAY_MS } from './rows/expiry.ts';
import type { Table } from './table.ts';

/** An app stays listed at least this long after its last hook. */
const MIN_APP_DAYS = 400;

/** The apps that a process remembers: anyone who has a token for every app can name any. */
const MAX_LISTED_APPS = 1_000;

/** Lists apps for readers, each once a day per process. */
export class AppList {
  readonly #days: number;
  /** The apps that this process has listed, each until when it need not list it again (`monotonicMs`). */
  readonly #listedUntil = new Map<string, number>();

  constructor(historyDays: number) {
    this.#days = Math.max(MIN_APP_DAYS, historyDays);
  }

  async list(table: Table, app: string): Promise<void> {
    const now = monotonicMs();
    if (now < (this.#listedUntil.get(app) ?? 0)) return;
    await table.put(toAppRow(app, Date.now() + this.#days * DAY_MS));
    if (this.#listedUntil.size >= MAX_LISTED_APPS) this.#listedUntil.clear();
    this.#listedUntil.set(app, now + DAY_MS);
  }
}
