import type { Counts, Ledger } from './ledger.ts';
import type { StoredCounts } from './stored-counts.ts';

/** The read API returns only this many events of a host, the newest. */
const MAX_EVENTS_OF_HOST = 50;

/** Counts deferred events that were applied later, by outcome or `403`: their lines are in the log, without an answer. */
export function countAppliedLater(lines: Counts, answers: Counts): Record<string, number> {
  const ends = ['recorded', 'duplicate', 'late', 'unrecognised', 'quarantined', '403'];
  return Object.fromEntries(ends.map((end) => [end, lines.of(end) - answers.of(end)]));
}

/**
 * Returns what only the ledger or only the read API has. An event that is written just after its timeout is deferred as well,
 * and a duplicate when it is applied: at most `copies` rows are in no line of the log.
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
    ...(surplus > copies ? [`${surplus} rows that are in no line of the log: expected at most ${copies}`] : []),
  ];
}

type ExpectedCount = (key: string) => number;

function compareCounts(
  what: string,
  logged: Counts,
  stored: Counts,
  expected: ExpectedCount,
  allowsMore = false,
): string[] {
  return unionOfKeys(logged, stored)
    .filter((key) => (allowsMore ? stored.of(key) < expected(key) : stored.of(key) !== expected(key)))
    .map((key) => `${what} ${key}: expected ${expected(key)}, found ${stored.of(key)}`);
}

function countSurplus(stored: Counts, logged: Counts, expected: ExpectedCount): number {
  return unionOfKeys(logged, stored).reduce((sum, key) => sum + Math.max(0, stored.of(key) - expected(key)), 0);
}

const unionOfKeys = (logged: Counts, stored: Counts): string[] => [...new Set([...logged.keys, ...stored.keys])];
