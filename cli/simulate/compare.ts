import { groupBy } from '../../lambda/group-by.ts';
import { expectedServers } from '../../oracle/expected-servers.ts';
import { isServerHook, type SentHook, subjectOf } from '../../oracle/sent-hook.ts';
import { fetchServerEvents, type ReadApi } from './actual.ts';
import { type ComparisonRow, compareStream } from './compare-stream.ts';
import { formatCounts, NONE, type StreamSummary } from './stream-summary.ts';

export interface Comparison {
  readonly streams: readonly ComparisonRow<StreamSummary>[];
  readonly servers: readonly ComparisonRow<string>[];
}

/** Number of concurrent reads. */
const CONCURRENCY = 10;

/** Returns everything in a comparison that is not as expected. */
export function findMismatches({ streams, servers }: Comparison): ComparisonRow<unknown>[] {
  return [...streams, ...servers].filter(({ wrong }) => wrong.length > 0);
}

/** Compares the streams and servers that the events should result in with those of the read API. */
export async function compare(events: readonly SentHook[], orderIsKnown: boolean, api: ReadApi): Promise<Comparison> {
  const streams: ComparisonRow<StreamSummary>[] = [];
  const ofStreams = events.filter(({ fields }) => !isServerHook(fields));
  const sent = [...groupBy(ofStreams, ({ fields }) => subjectOf(fields))].sort(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  for (let next = 0; next < sent.length; next += CONCURRENCY) {
    const batch = sent.slice(next, next + CONCURRENCY);
    streams.push(...(await Promise.all(batch.map(([id, hooks]) => compareStream({ id, hooks, orderIsKnown }, api)))));
  }
  return { streams, servers: await compareServers(events, api) };
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
