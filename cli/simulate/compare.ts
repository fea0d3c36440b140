import { expectedServers } from '../../oracle/expected-servers.ts';
import { expectedStreams } from '../../oracle/expected-stream.ts';
import type { SentHook } from '../../oracle/sent-hook.ts';
import { fetchServerEvents, fetchStreamSummary, type ReadApi } from './actual.ts';
import { formatCounts, NONE, type StreamSummary, summarizeStream } from './stream-summary.ts';

/** What the read API should say of a stream or a server, and what it says otherwise. */
export interface ComparisonRow<Expected> {
  readonly id: string;
  readonly expected: Expected;
  readonly wrong: readonly FieldMismatch[];
}

/** A field of which the read API says something else. */
export interface FieldMismatch {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

export interface Comparison {
  readonly streams: readonly ComparisonRow<StreamSummary>[];
  readonly servers: readonly ComparisonRow<string>[];
}

/** Stands for what only the order of events decides, where that is not known: it is not compared. */
const NOT_COMPARED = '?';
const withoutOrder = { status: NOT_COMPARED, sessions: NOT_COMPARED, lastError: NOT_COMPARED };

/** How many streams are asked for at a time. */
const CONCURRENCY = 10;

/** Compares the events that a receiver has kept with what its read API says. Without a known order, what order decides is left out. */
export async function compare(events: readonly SentHook[], orderIsKnown: boolean, api: ReadApi): Promise<Comparison> {
  const streams: ComparisonRow<StreamSummary>[] = [];
  const expected = expectedSummaries(events, orderIsKnown).sort(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  for (let next = 0; next < expected.length; next += CONCURRENCY) {
    const batch = expected.slice(next, next + CONCURRENCY);
    const actual = await Promise.all(batch.map(([id]) => fetchStreamSummary(api, id)));
    streams.push(...batch.map(([id, facts], index) => compareStream(id, facts, actual[index])));
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
  if (found === undefined) return { id, expected, wrong: [{ field: 'stream', expected: id, found: 'never heard of' }] };
  const wrong = Object.entries(expected)
    .map(([field, value]) => ({ field, expected: value, found: found[field as keyof StreamSummary] })) // its own keys
    .filter((fact) => fact.expected !== fact.found && fact.expected !== NOT_COMPARED);
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
