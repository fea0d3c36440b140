import { type HistoryEvent, type RecordedEnd, recordedEnds } from './recorded-ends.ts';
import { formatCounts, type StreamSummary, type SummarizableStream, summarizeStream } from './stream-summary.ts';

/** The read API of a receiver. */
export interface ReadApi {
  /** The base URL, without a slash at the end. */
  readonly url: string;
  readonly app: string;
  readonly token: string;
}

interface ServersResponse {
  readonly servers: readonly { readonly host: string; readonly events: readonly { readonly kind: string }[] }[];
  /** Missing in the single answer of version 0.2.0. */
  readonly cursor?: string | null;
}

/** A stream as the read API knows it. */
export interface ActualStream {
  readonly summary: StreamSummary;
  /** The ends that the receiver presumed, of the latest events. */
  readonly presumedEnds: readonly RecordedEnd[];
}

/** Fetches a stream; undefined when the read API does not know it. */
export async function fetchActualStream(api: ReadApi, id: string): Promise<ActualStream | undefined> {
  const answer = await fetchJson(api, `/stream?${new URLSearchParams({ app: api.app, id })}`);
  if (answer === undefined) return undefined;
  const stream = answer as SummarizableStream & { readonly events: readonly HistoryEvent[] }; // the contract's shape
  return { summary: summarizeStream(stream), presumedEnds: recordedEnds(stream.events) };
}

/** Returns the counted events of every server, by host. */
export async function fetchServerEvents(api: ReadApi): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let cursor: string | null | undefined = ''; typeof cursor === 'string'; ) {
    const query = new URLSearchParams({ app: api.app, limit: '100', cursor });
    const answer = (await fetchJson(api, `/servers?${query}`)) as ServersResponse; // the contract's shape
    for (const { host, events } of answer.servers) found.set(host, formatCounts(events.map(({ kind }) => kind)));
    cursor = answer.cursor;
  }
  return found;
}

/** Timeout of a request to the read API, in ms. */
const READ_TIMEOUT_MS = 10_000;

async function fetchJson({ url, token }: ReadApi, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(url + path, { headers, signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
  const body = await response.text();
  if (response.status === 404 && path.startsWith('/stream?')) return undefined;
  if (response.status === 401)
    throw new Error('the token was refused (401): set STREAMS_TOKEN to a token that may read, or use --no-compare');
  if (response.status !== 200) throw new Error(`GET ${path}: received status ${response.status}, expected 200`);
  return JSON.parse(body);
}
