import type { Counts, Ledger } from './ledger.ts';
import type { StoredCounts } from './stored-counts.ts';

/** The newest events of a host that the read API tells. */
const MAX_EVENTS_OF_HOST = 50;

/** What lines tell more than answers: events that were deferred, and applied later. By outcome, or `403`. */
export function countAppliedLater(lines: Counts, answers: Counts): Record<string, number> {
  const ends = ['recorded', 'duplicate', 'late', 'unrecognised', 'quarantined', '403'];
  return Object.fromEntries(ends.map((end) => [end, lines.of(end) - answers.of(end)]));
}

/**
 * Everything that the books have and the read API has not, or the other way round; nothing when they agree. An event that
 * was kept just when its time was over is deferred as well, and a duplicate when it is applied: `copies` of them may have
 * a row of which no line tells.
 */
export function findDifferences(ledger: Ledger, stored: StoredCounts, copies: number): string[] {
  const servers = (name: string) => Math.min(MAX_EVENTS_OF_HOST, ledger.servers.of(name));
  const rows = (name: string) => ledger.rows.of(name);
  const once = (name: string) => Math.min(1, ledger.streams.of(name));
  const surplus = countSurplus(stored.rows, ledger.rows, rows) + countSurplus(stored.servers, ledger.servers, servers);
  return [
    ...compareCounts('stream', ledger.streams, stored.streams, once),
    ...compareCounts('stream of all', ledger.streams, stored.listed, once),
    ...compareCounts('quarantine', ledger.quarantine, stored.quarantine, (app) => ledger.quarantine.of(app)),
    ...compareCounts('rows', ledger.rows, stored.rows, rows, copies > 0),
    ...compareCounts('server', ledger.servers, stored.servers, servers, copies > 0),
    ...(surplus > copies ? [`${surplus} rows more than lines tell of: expected at most ${copies}`] : []),
  ];
}

type ExpectedCount = (thing: string) => number;

function compareCounts(
  what: string,
  logged: Counts,
  stored: Counts,
  expected: ExpectedCount,
  allowsMore = false,
): string[] {
  return unionOfKeys(logged, stored)
    .filter((thing) => (allowsMore ? stored.of(thing) < expected(thing) : stored.of(thing) !== expected(thing)))
    .map((thing) => `${what} ${thing}: expected ${expected(thing)}, found ${stored.of(thing)}`);
}

function countSurplus(stored: Counts, logged: Counts, expected: ExpectedCount): number {
  return unionOfKeys(logged, stored).reduce((sum, thing) => sum + Math.max(0, stored.of(thing) - expected(thing)), 0);
}

const unionOfKeys = (logged: Counts, stored: Counts): string[] => [...new Set([...logged.keys, ...stored.keys])];
