import type { Answer, ApiPath } from '../client/api-types.ts';
import { mergeEvents, overlaps } from './event-history.ts';
import type { FetchResult } from './fetch-result.ts';
import { type ApiRequest, requestKey } from './requests.ts';
import type { StreamResponse, StreamsResponse } from './responses.ts';
import { addSamples, type SampleHistory } from './samples.ts';
import type { BoardState, CachedResponse, OlderEvents } from './store.ts';

/** The responses that are cached for going back. */
const MAX_RESPONSES = 20;
/** The drift between two clocks, in ms, that means that the machine has slept. */
const MAX_CLOCK_DRIFT_MS = 3_000;

/** Returns the cached response of a request, unless the machine has slept since, which makes its running durations wrong. */
export function readCache({ cache }: BoardState, key: string): CachedResponse | undefined {
  const cached = cache.get(key);
  if (cached === undefined) return undefined;
  const sleptMs = Date.now() - cached.wallClock - (performance.now() - cached.at);
  return Math.abs(sleptMs) > MAX_CLOCK_DRIFT_MS ? undefined : cached;
}

/** Returns the answer that is cached for a request, and when it was last confirmed, by the receiver's clock, in ms since the epoch. */
export function answerOf<P extends ApiPath>(state: BoardState, request: ApiRequest<P>) {
  const cached = readCache(state, requestKey(request));
  if (cached === undefined) return undefined;
  const { body, date, at, checkedAt } = cached;
  return { body: body as Answer<P>, date: date + checkedAt - at }; // it comes from this project's reader
}

/** Returns the changes of the state by a response. */
export function applyResponse(
  state: BoardState,
  key: string,
  result: Extract<FetchResult, { kind: 'ok' }>,
): Partial<BoardState> {
  const now = performance.now();
  const cached = readCache(state, key);
  const { body, headers, isNew } = result;
  // The client may remember an answer that this page has ignored.
  const isSame = !isNew && cached !== undefined && cached.headers.get('etag') === headers.get('etag');
  if (isSame) return { cache: addToCache(state, key, { ...cached, checkedAt: now }) };
  const date = Date.parse(headers.get('date') ?? '') || Date.now(); // every server sends a Date
  return {
    cache: addToCache(state, key, { body, headers, date, at: now, wallClock: Date.now(), checkedAt: now }),
    sampleHistory: addSamplesOf(state.sampleHistory, body),
    olderEvents: extendOlderEvents(state.olderEvents, key, body),
  };
}

/** Returns the state's change when a request has no response any more. */
export function dropResponse({ cache }: BoardState, key: string): Partial<BoardState> {
  return { cache: new Map([...cache].filter(([cachedKey]) => cachedKey !== key)) };
}

function addToCache({ cache }: BoardState, key: string, response: CachedResponse): BoardState['cache'] {
  const others = [...cache].filter(([cachedKey]) => cachedKey !== key);
  return new Map([...others, [key, response] as const].slice(-MAX_RESPONSES));
}

function addSamplesOf(history: SampleHistory, body: unknown): SampleHistory {
  if (isStreams(body)) return addSamples(history, body.streams);
  return isStream(body) ? addSamples(history, [body]) : history;
}

/** Adds the newest events to the older ones, or drops the older ones when there is a gap between them. */
function extendOlderEvents(older: OlderEvents | null, key: string, body: unknown): OlderEvents | null {
  if (older === null || older.key !== key || !isStream(body)) return older;
  return overlaps(older.events, body.events) ? { ...older, events: mergeEvents(older.events, body.events) } : null;
}

// The responses come from this project's reader: one field is enough to tell them apart.
const isStreams = (body: unknown): body is StreamsResponse => hasField(body, 'streams');
const isStream = (body: unknown): body is StreamResponse => hasField(body, 'healthHistory');

const hasField = (body: unknown, name: string): boolean => typeof body === 'object' && body !== null && name in body;
