import { mergeEvents, overlaps } from './event-history.ts';
import type { FetchResult } from './fetch-api.ts';
import type { StreamResponse, StreamsResponse } from './responses.ts';
import { addSamples, type SampleHistory } from './samples.ts';
import type { BoardState, CachedResponse, OlderEvents } from './store.ts';

/** The responses that are cached for going back. */
const MAX_RESPONSES = 20;
/** The drift between two clocks, in ms, that means that the machine has slept. */
const MAX_CLOCK_DRIFT_MS = 3_000;

/** Returns the cached response of a path, unless the machine has slept since, which makes its running durations wrong. */
export function readCache({ cache }: BoardState, path: string): CachedResponse | undefined {
  const cached = cache.get(path);
  if (cached === undefined) return undefined;
  const sleptMs = Date.now() - cached.wallClock - (performance.now() - cached.at);
  return Math.abs(sleptMs) > MAX_CLOCK_DRIFT_MS ? undefined : cached;
}

/** Returns the changes of the state by a response. */
export function applyResponse(
  state: BoardState,
  path: string,
  result: Extract<FetchResult, { kind: 'ok' | 'notModified' }>,
): Partial<BoardState> {
  const now = performance.now();
  const cached = state.cache.get(path);
  if (result.kind === 'notModified') {
    return cached === undefined ? {} : { cache: addToCache(state, path, { ...cached, checkedAt: now }) };
  }
  const { body, etag, date } = result;
  return {
    cache: addToCache(state, path, { body, etag, date, at: now, wallClock: Date.now(), checkedAt: now }),
    sampleHistory: addSamplesOf(state.sampleHistory, body),
    olderEvents: extendOlderEvents(state.olderEvents, path, body),
  };
}

/** Returns the state's change when a path has no response any more. */
export function dropResponse({ cache }: BoardState, path: string): Partial<BoardState> {
  return { cache: new Map([...cache].filter(([cachedPath]) => cachedPath !== path)) };
}

function addToCache({ cache }: BoardState, path: string, response: CachedResponse): BoardState['cache'] {
  const others = [...cache].filter(([cachedPath]) => cachedPath !== path);
  return new Map([...others, [path, response] as const].slice(-MAX_RESPONSES));
}

function addSamplesOf(history: SampleHistory, body: unknown): SampleHistory {
  if (isStreams(body)) return addSamples(history, body.streams);
  return isStream(body) ? addSamples(history, [body]) : history;
}

/** Adds the newest events to the older ones, or drops the older ones when there is a gap between them. */
function extendOlderEvents(older: OlderEvents | null, path: string, body: unknown): OlderEvents | null {
  if (older === null || older.path !== path || !isStream(body)) return older;
  return overlaps(older.events, body.events) ? { ...older, events: mergeEvents(older.events, body.events) } : null;
}

// The responses come from this project's reader: one field is enough to tell them apart.
const isStreams = (body: unknown): body is StreamsResponse => hasField(body, 'streams');
const isStream = (body: unknown): body is StreamResponse => hasField(body, 'sessions');

const hasField = (body: unknown, name: string): boolean => typeof body === 'object' && body !== null && name in body;
