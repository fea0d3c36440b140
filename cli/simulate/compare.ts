import { expectedServers } from '../../oracle/expected-servers.ts';
import { expectedStreams } from '../../oracle/expected-stream.ts';
import type { SentHook } from '../../oracle/sent-hook.ts';
import { fetchServerEvents, fetchStreamSummary, type ReadApi } from './actual.ts';
import { formatCounts, NONE, type StreamSummary, summarizeStream } from './stream-summary.ts';

/** The expected summary of a stream or server, and the fields in which the read API differs. */
export interface ComparisonRow<Expected> {
  readonly id: string;
  readonly expected: Expected;
  readonly wrong: readonly FieldMismatch[];
}

interface FieldMismatch {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

export interface Comparison {
  readonly streams: readonly ComparisonRow<StreamSummary>[];
  readonly servers: readonly ComparisonRow<string>[];
}

/** Marks the fields that depend on the order of events, when that is unknown: they are not compared. */
const NOT_COMPARED = '?';
const withoutOrder = { status: NOT_COMPARED, sessions: NOT_COMPARED, lastError: NOT_COMPARED };

/** Number of concurrent reads. */
const CONCURRENCY = 10;

/** Returns everything in a comparison that is not as expected. */
export function findMismatches({ streams, servers }: Comparison): ComparisonRow<unknown>[] {
  return [...streams, ...servers].filter(({ wrong }) => wrong.length > 0);
}

/** Compares the streams and servers that the events should result in with those of the read API. */
export async function compare(events: readonly SentHook[], orderIsKnown: boolean, api: ReadApi): Promise<Comparison> {
  const streams: ComparisonRow<StreamSummary>[] = [];
  const expected = expectedSummaries(events, orderIsKnown).sort(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  for (let next = 0; next < expected.length; next += CONCURRENCY) {
    const batch = expected.slice(next, next + CONCURRENCY);
    const actual = await Promise.all(batch.map(([id]) => fetchStreamSummary(api, id)));
    streams.push(...batch.map(([id, summary], index) => compareStream(id, summary, actual[index])));
  }
  return { streams, servers: await compareServers(events, api) };
}

function expectedSummaries(events: readonly SentHook[], orderIsKnown: boolean): [string, StreamSummary][] {
  return [...expectedStreams(events, Date.now())].map(([id, stream]) => {
    const summary = summarizeStream(stream);
    return [id, orderIsKnown ? summary : { ...summary, ...withoutOrder }];
  });
}

function compareStream(
  id: string,
  expected: StreamSummary,
  found: StreamSummary | undefined,
): ComparisonRow<StreamSummary> {
  if (found === undefined) return { id, expected, wrong: [{ field: 'stream', expected: id, found: 'not found' }] };
  const wrong = Object.entries(expected)
    .map(([field, value]) => ({ field, expected: value, found: found[field as keyof StreamSummary] })) // its own keys
    .filter((field) => field.expected !== field.found && field.expected !== NOT_COMPARED);
  return { id, expected, wrong };
}

async function compareServers(events: readonly SentHook[], api: ReadApi): Promise<ComparisonRow<string>[]> {
  const expected = expectedServers(events);
  if (expected.size === 0) return [];
  const actual = await fetchServerEvents(api);
  return [...expected].map(([id, kinds]) => {
    const [counts, found] = [formatCounts(kinds), actual.get(id) ?? NONE];
    return { id, expected: counts, wrong: found === counts ? [] : [{ field: 'events', expected: counts, found }] };
  });
}
