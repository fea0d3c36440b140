import { Counts, nameOf, partsOf } from './ledger.ts';
import type { Sender } from './sender.ts';

/** What the read API tells, counted as the books are. */
export interface Found {
  readonly streams: Counts;
  /** The same streams, listed for all apps together. */
  readonly listed: Counts;
  readonly rows: Counts;
  readonly servers: Counts;
  readonly quarantine: Counts;
}

/** How many questions are asked at a time. */
const AT_A_TIME = 8;

interface Row {
  readonly app: string;
  readonly id: string;
  readonly host: string;
  readonly outcome: string;
  readonly events: readonly unknown[];
}
type Page = Record<string, readonly Row[] | undefined> & { readonly cursor?: string | null };

/** Reads all that a receiver has kept of some apps, page by page. */
export class ReadBack {
  readonly #sender: Sender;
  readonly #token: string;
  readonly #heard: (text: string) => void;
  readonly found: Found = {
    streams: new Counts(),
    listed: new Counts(),
    rows: new Counts(),
    servers: new Counts(),
    quarantine: new Counts(),
  };

  /** `heard` takes the text of each page. */
  constructor(sender: Sender, token: string, heard: (text: string) => void) {
    this.#sender = sender;
    this.#token = token;
    this.#heard = heard;
  }

  async readAll(apps: readonly string[]): Promise<Found> {
    const { streams, listed, rows, servers, quarantine } = this.found;
    for (const app of apps) {
      const query = `app=${encodeURIComponent(app)}`;
      await this.#readPages('/streams', query, 'streams', (stream) => streams.add(nameOf(stream.app, stream.id)));
      await this.#readPages('/quarantine', query, 'quarantine', (row) => quarantine.add(row.app));
      await this.#readPages('/servers', query, 'servers', ({ host, events }) =>
        servers.add(nameOf(app, host), events.length),
      );
    }
    await this.#readPages('/streams', '', 'streams', (stream) => listed.add(nameOf(stream.app, stream.id)));
    await this.#page('/servers');
    await this.#page('/quarantine');
    await inParallel(streams.things, async (name) => {
      const { app, id } = partsOf(name);
      const query = `${new URLSearchParams({ app, id })}`;
      await this.#page(`/stream?${query}`);
      await this.#readPages('/stream/events', query, 'events', ({ outcome }) => rows.add(`${name}\t${outcome}`));
    });
    return this.found;
  }

  async #readPages(path: string, query: string, list: string, take: (row: Row) => void): Promise<void> {
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await this.#page(`${path}?${query}&limit=100&cursor=${cursor}`);
      for (const row of page[list] ?? []) take(row);
      cursor = page.cursor ?? null;
    }
  }

  async #page(path: string): Promise<Page> {
    const { status, text } = await this.#sender.read(path, this.#token);
    if (status !== 200) throw new Error(`GET ${path}: received ${status} ${text.slice(0, 200)}, expected 200`);
    this.#heard(text);
    return JSON.parse(text);
  }
}

/** Does the work of each thing, some at a time. */
export async function inParallel<T>(things: Iterable<T>, work: (thing: T) => Promise<void>, lanes = AT_A_TIME) {
  const left = things[Symbol.iterator]();
  const lane = async () => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
