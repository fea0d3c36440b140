/** The URL of a receiver and a token with the scope `read`. */
export interface ReadApi {
  readonly url: string;
  readonly token: string;
}

/** The read API's answers about some streams and about every server. */
export interface ReadBack {
  readonly streams: ReadonlyMap<string, StreamReadBack>;
  /** The streams in the lists, as often as each is listed. */
  readonly listed: readonly { readonly id: string; readonly status: string }[];
  readonly servers: readonly { readonly host: string; readonly events: readonly { readonly kind: string }[] }[];
}

/** A stream and all of its events. */
export interface StreamReadBack {
  readonly stream: Record<string, unknown>;
  readonly events: readonly StreamEvent[];
}

interface StreamEvent {
  readonly action: string;
  readonly at: string;
}

/** The answer about a stream holds its latest 50 events. */
const EVENTS_OF_ANSWER = 50;
type StreamAnswer = Record<string, unknown> & { readonly events: readonly StreamEvent[] };

/** Reads streams by their ids; an unknown stream is absent from the result. */
export async function readBack(api: ReadApi, ids: readonly string[]): Promise<ReadBack> {
  const streams = new Map<string, StreamReadBack>();
  for (const id of ids) {
    const query = `${new URLSearchParams({ app: 'LiveApp', id })}`;
    const stream = await fetchJson<StreamAnswer>(api, `/stream?${query}`);
    if (stream === undefined) continue;
    const hasAllEvents = stream.events.length < EVENTS_OF_ANSWER;
    const events = hasAllEvents
      ? stream.events
      : await readPages<StreamEvent>(api, `/stream/events?${query}&`, 'events');
    streams.set(id, { stream, events });
  }
  const servers: ReadBack['servers'] = await readPages(api, '/servers?app=LiveApp&', 'servers');
  return { streams, listed: await readPages(api, '/streams?', 'streams'), servers };
}

/** Returns the rows of all pages. The path ends in `?` or `&`. */
async function readPages<Row>(api: ReadApi, path: string, name: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { cursor: string | null } & Record<string, unknown> = (await fetchJson(
      api,
      `${path}limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )) ?? { cursor: null };
    rows.push(...((page[name] as Row[] | undefined) ?? [])); // the contract's shape
    cursor = page.cursor;
  }
  return rows;
}

/** Attempts at a request that is answered 503. */
const MAX_ATTEMPTS = 5;

/** Returns the answer in the contract's shape, undefined on 404. Throws on any other status than 200. */
async function fetchJson<Answer>({ url, token }: ReadApi, path: string, attempt = 1): Promise<Answer | undefined> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const body = await response.text();
  if (response.status === 404) return undefined;
  if (response.status === 503 && attempt < MAX_ATTEMPTS) return fetchJson({ url, token }, path, attempt + 1);
  if (response.status !== 200) throw new Error(`GET ${path}: received ${response.status} ${body}, expected 200`);
  return JSON.parse(body);
}
