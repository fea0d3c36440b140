import { formatCounts, type StreamSummary, type SummarizableStream, summarizeStream } from './stream-summary.ts';

/** Where the read API answers, and the token that may read there. */
export interface ReadApi {
  /** Without a slash at the end. */
  readonly url: string;
  readonly app: string;
  readonly token: string;
}

interface ServersResponse {
  readonly servers: readonly { readonly host: string; readonly events: readonly { readonly kind: string }[] }[];
  /** Missing in 0.2.0, which had all in one answer. */
  readonly cursor?: string | null;
}

/** What the receiver says of a stream; undefined when it never heard of it. */
export async function fetchStreamSummary(api: ReadApi, id: string): Promise<StreamSummary | undefined> {
  const answer = await fetchJson(api, `/stream?${new URLSearchParams({ app: api.app, id })}`);
  if (answer === undefined) return undefined;
  return summarizeStream(answer as SummarizableStream); // the contract's shape
}

/** What the receiver says of every server: its host, and how often it said what. */
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

/** How long a question may take, in ms. */
const READ_TIMEOUT_MS = 10_000;

async function fetchJson({ url, token }: ReadApi, path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(url + path, { headers, signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
  const body = await response.text();
  if (response.status === 404 && path.startsWith('/stream?')) return undefined;
  if (response.status === 401)
    throw new Error(
      'the token was refused (401): name one that may read (beside --url in STREAMS_TOKEN), or leave it with --no-compare',
    );
  if (response.status !== 200) throw new Error(`GET ${path}: received status ${response.status}, expected 200`);
  return JSON.parse(body);
}
