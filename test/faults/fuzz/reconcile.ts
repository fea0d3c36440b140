import type { Books, Counts } from './ledger.ts';
import type { Found } from './read-back.ts';

/** The newest events of a host that the read API tells. */
const NEWEST_OF_HOST = 50;

/** What lines tell more than answers: events that were deferred, and applied later. By outcome, or `403`. */
export function applied(lines: Counts, answers: Counts): Record<string, number> {
  const ends = ['recorded', 'duplicate', 'late', 'unrecognised', 'quarantined', '403'];
  return Object.fromEntries(ends.map((end) => [end, lines.of(end) - answers.of(end)]));
}

/**
 * Everything that the books have and the read API has not, or the other way round; nothing when they agree. An event that
 * was kept just when its time was over is deferred as well, and a duplicate when it is applied: `copies` of them may have
 * a row of which no line tells.
 */
export function differences(books: Books, found: Found, copies: number): string[] {
  const servers = (name: string) => Math.min(NEWEST_OF_HOST, books.servers.of(name));
  const rows = (name: string) => books.rows.of(name);
  const once = (name: string) => Math.min(1, books.streams.of(name));
  const surplus = over(found.rows, books.rows, rows) + over(found.servers, books.servers, servers);
  return [
    ...between('stream', books.streams, found.streams, once),
    ...between('stream of all', books.streams, found.listed, once),
    ...between('quarantine', books.quarantine, found.quarantine, (app) => books.quarantine.of(app)),
    ...between('rows', books.rows, found.rows, rows, copies > 0),
    ...between('server', books.servers, found.servers, servers, copies > 0),
    ...(surplus > copies ? [`${surplus} rows more than lines tell of: expected at most ${copies}`] : []),
  ];
}

type Told = (thing: string) => number;

function between(what: string, told: Counts, found: Counts, expected: Told, mayBeMore = false): string[] {
  return all(told, found)
    .filter((thing) => (mayBeMore ? found.of(thing) < expected(thing) : found.of(thing) !== expected(thing)))
    .map((thing) => `${what} ${thing}: expected ${expected(thing)}, found ${found.of(thing)}`);
}

function over(found: Counts, told: Counts, expected: Told): number {
  return all(told, found).reduce((sum, thing) => sum + Math.max(0, found.of(thing) - expected(thing)), 0);
}

const all = (told: Counts, found: Counts): string[] => [...new Set([...told.things, ...found.things])];
