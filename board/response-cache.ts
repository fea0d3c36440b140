import { mergeEvents, overlaps } from './event-history.ts';
import type { FetchResult } from './fetch-api.ts';
import type { StreamResponse, StreamsResponse } from './responses.ts';
import { addSamples, type SampleHistory } from './samples.ts';
import type { CachedResponse, OlderEvents, State } from './store.ts';

/** So many answers are kept, for the ways back. */
const MAX_RESPONSES = 20;
/** Two clocks that differ by more (ms) have not both gone on: the machine has slept. */
const MAX_CLOCK_DRIFT_MS = 3_000;

/** What may be said to be known of a path: running durations that a sleep made wrong are asked for again. */
export function readCache({ kept }: State, path: string): CachedResponse | undefined {
  const known = kept.get(path);
  if (known === undefined) return undefined;
  const sleptMs = Date.now() - known.wallClock - (performance.now() - known.at);
  return Math.abs(sleptMs) > MAX_CLOCK_DRIFT_MS ? undefined : known;
}

/** The state with an answer in it. */
export function applyResponse(
  state: State,
  path: string,
  result: Extract<FetchResult, { kind: 'told' | 'unchanged' }>,
): Partial<State> {
  const now = performance.now();
  const known = state.kept.get(path);
  if (result.kind === 'unchanged') return known ? { kept: addToCache(state, path, { ...known, checkedAt: now }) } : {};
  const { body, etag, date } = result;
  const kept = addToCache(state, path, { body, etag, date, at: now, wallClock: Date.now(), checkedAt: now });
  return {
    kept,
    sampleHistory: addSamplesOf(state.sampleHistory, body),
    olderEvents: extendOlderEvents(state.olderEvents, path, body),
  };
}

function addToCache({ kept }: State, path: string, answer: CachedResponse): State['kept'] {
  const others = [...kept].filter(([known]) => known !== path);
  return new Map([...others, [path, answer] as const].slice(-MAX_RESPONSES));
}

function addSamplesOf(seen: SampleHistory, body: unknown): SampleHistory {
  if (isStreams(body)) return addSamples(seen, body.streams);
  return isStream(body) ? addSamples(seen, [body]) : seen;
}

/** What was loaded of a stream's history goes on with its newest, or is forgotten. */
function extendOlderEvents(older: OlderEvents | null, path: string, body: unknown): OlderEvents | null {
  if (older === null || older.path !== path || !isStream(body)) return older;
  return overlaps(older.events, body.events) ? { ...older, events: mergeEvents(older.events, body.events) } : null;
}

// The other end is this project's reader: its answers are told apart by one field.
const isStreams = (body: unknown): body is StreamsResponse => hasField(body, 'streams');
const isStream = (body: unknown): body is StreamResponse => hasField(body, 'sessions');

const hasField = (body: unknown, name: string): boolean => typeof body === 'object' && body !== null && name in body;
