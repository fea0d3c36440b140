import { Counts, parseStreamKey, toStreamKey } from './ledger.ts';
import type { Sender } from './sender.ts';

/** The rows that the read API returns, counted by the keys of the ledger. */
export interface StoredCounts {
  readonly streams: Counts;
  /** The streams in the list of all apps. */
  readonly listed: Counts;
  readonly rows: Counts;
  readonly servers: Counts;
  readonly quarantine: Counts;
}

const CONCURRENT_READS = 8;

interface Row {
  readonly app: string;
  readonly id: string;
  readonly host: string;
  readonly outcome: string;
  readonly events: readonly unknown[];
}
type Page = Record<string, readonly Row[] | undefined> & { readonly cursor?: string | null };

/** Reads all that a receiver has stored for some apps, page by page. */
export class StoredReader {
  readonly #sender: Sender;
  readonly #token: string;
  readonly #onText: (text: string) => void;
  readonly counts: StoredCounts = {
    streams: new Counts(),
    listed: new Counts(),
    rows: new Counts(),
    servers: new Counts(),
    quarantine: new Counts(),
  };

  /** `onText` receives the text of each page. */
  constructor(sender: Sender, token: string, onText: (text: string) => void) {
    this.#sender = sender;
    this.#token = token;
    this.#onText = onText;
  }

  async readAll(apps: readonly string[]): Promise<StoredCounts> {
    const { streams, listed, rows, servers, quarantine } = this.counts;
    for (const app of apps) {
      const query = `app=${encodeURIComponent(app)}`;
      await this.#readPages('/streams', query, 'streams', (stream) => streams.add(toStreamKey(stream.app, stream.id)));
      await this.#readPages('/quarantine', query, 'quarantine', (row) => quarantine.add(row.app));
      await this.#readPages('/servers', query, 'servers', ({ host, events }) =>
        servers.add(toStreamKey(app, host), events.length),
      );
    }
    await this.#readPages('/streams', '', 'streams', (stream) => listed.add(toStreamKey(stream.app, stream.id)));
    await this.#readPage('/servers');
    await this.#readPage('/quarantine');
    await runInParallel(streams.keys, async (name) => {
      const { app, id } = parseStreamKey(name);
      const query = `${new URLSearchParams({ app, id })}`;
      await this.#readPage(`/stream?${query}`);
      await this.#readPages('/stream/events', query, 'events', ({ outcome }) => rows.add(`${name}\t${outcome}`));
    });
    return this.counts;
  }

  async #readPages(path: string, query: string, list: string, onRow: (row: Row) => void): Promise<void> {
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await this.#readPage(`${path}?${query}&limit=100&cursor=${cursor}`);
      for (const row of page[list] ?? []) onRow(row);
      cursor = page.cursor ?? null;
    }
  }

  async #readPage(path: string): Promise<Page> {
    const { status, text } = await this.#sender.read(path, this.#token);
    if (status !== 200) throw new Error(`GET ${path}: received ${status} ${text.slice(0, 200)}, expected 200`);
    this.#onText(text);
    return JSON.parse(text);
  }
}

/** Does some work for each item, at most `workers` items at a time. */
export async function runInParallel<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
  workers = CONCURRENT_READS,
) {
  const remaining = items[Symbol.iterator]();
  const runWorker = async () => {
    for (let next = remaining.next(); next.done !== true; next = remaining.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: workers }, runWorker));
}
