// JavaScript, because the thread that imports it runs without tsx.
import db from 'dynalite/db/index.js';
import { rememberImages, STREAMS_TABLE } from './dynalite-images.js';

/** The keys of the records in the LevelDB of dynalite, which prefixes those of its own: `item-…~`, `index-…~`, `table~`. */
const PREFIX = 'journal~';
const END = 'journal\x7f';
const DIGITS = 16;

/** Maximum number of records of one read, and of their characters unless the first one has more. */
const MAX_RECORDS = 100;
const MAX_CHARACTERS = 1_000_000;

/** Maximum number of records that are kept, and the part of them that is dropped when there are more. */
const MAX_KEPT = 50_000;
const DROPPED_PART = 0.1;

/** Returns the server that a function creates with dynalite, and its store, to which dynalite gives no access. */
export function withStore(createServer) {
  const { create } = db;
  let store;
  db.create = (options) => {
    store = create(options);
    return store;
  };
  const server = createServer();
  db.create = create;
  return { server, store };
}

/** Removes all records from a store. */
export const clearJournal = (store) => store.db.clear({ gte: PREFIX, lt: END });

/**
 * The journal of a store: the images before and after each write of the streams table that may be announced, as the stream
 * of a deployed table has them. A record is stored in one batch with the row, so that neither is without the other, however
 * the process ends. Another thread reads and removes the records through a port. While it cannot, the oldest are dropped.
 */
export class DynaliteJournal {
  #db;
  #port;
  #maxKept;
  /** The number of the next record. */
  #next = 1;
  /** The numbers of records that are being stored: the order in which they get there is open. */
  #inFlight = new Set();
  /** All records below this number are removed, or about to be: LevelDB is slow to skip removed ones. */
  #firstKept = 0;
  /** All records below this number were stored when the last read began. */
  #allStoredBelow = 0;
  /** Whether the reader knows that there are new records. */
  #isNotified = false;

  constructor(store, port, maxKept = MAX_KEPT) {
    this.#db = store.db;
    this.#port = port;
    this.#maxKept = maxKept;
    const images = rememberImages();
    const rows = store.getItemDb(STREAMS_TABLE);
    const { put } = rows;
    rows.put = (key, row, callback) => {
      if (images.has(row)) this.#store(`item-${STREAMS_TABLE}~${key}`, row, images.get(row), callback);
      else put(key, row, callback);
    };
  }

  /** Continues the numbers of the records that an earlier run left, and serves the port from then on. */
  async open() {
    const [last] = await this.#db.keys({ gte: PREFIX, lt: END, reverse: true, limit: 1 }).all();
    const [first] = await this.#db.keys({ gte: PREFIX, lt: END, limit: 1 }).all();
    if (last !== undefined) this.#next = toNumber(last) + 1;
    this.#firstKept = first === undefined ? this.#next : toNumber(first);
    this.#port.on('message', (request) => this.#serve(request));
  }

  close() {
    this.#port.close();
  }

  #store(key, after, before, callback) {
    const number = this.#next++;
    this.#inFlight.add(number);
    if (number - this.#firstKept >= this.#maxKept) this.#dropOldest();
    const record = { before, after, writtenAt: Date.now() };
    const puts = [
      { type: 'put', key, value: after },
      { type: 'put', key: toKey(number), value: record },
    ];
    this.#db.batch(puts, (error) => {
      this.#inFlight.delete(number);
      if (!error) this.#notify();
      callback(error);
    });
  }

  /** Drops the oldest records, and lets the reader know how many. No write waits for it. */
  #dropOldest() {
    const dropped = Math.ceil(this.#maxKept * DROPPED_PART);
    this.#firstKept += dropped;
    this.#port.postMessage({ dropped });
    this.#db.clear({ gte: PREFIX, lt: toKey(this.#firstKept) }).catch(() => {}); // the next one drops these too
  }

  #notify() {
    if (!this.#isNotified) this.#port.postMessage('changed');
    this.#isNotified = true;
  }

  async #serve({ remove }) {
    try {
      this.#port.postMessage(remove === undefined ? { records: await this.#read() } : await this.#remove(remove));
    } catch (error) {
      this.#port.postMessage({ error: String(error.cause ?? error) });
    }
  }

  /** Returns the oldest records, each with its number and as JSON. */
  async #read() {
    this.#isNotified = false;
    this.#allStoredBelow = Math.min(this.#next, ...this.#inFlight);
    const range = { gte: toKey(this.#firstKept), lt: END, limit: MAX_RECORDS, valueEncoding: 'utf8' };
    const records = [];
    let characters = 0;
    for await (const [key, json] of this.#db.iterator(range)) {
      characters += json.length;
      if (records.length > 0 && characters > MAX_CHARACTERS) break;
      records.push({ number: toNumber(key), json });
    }
    return records;
  }

  async #remove(numbers) {
    await this.#db.batch(numbers.map((number) => ({ type: 'del', key: toKey(number) })));
    this.#firstKept = Math.max(this.#firstKept, Math.min(numbers.at(-1) + 1, this.#allStoredBelow));
    return {};
  }
}

const toNumber = (key) => Number(key.slice(PREFIX.length));
const toKey = (number) => `${PREFIX}${String(number).padStart(DIGITS, '0')}`;
