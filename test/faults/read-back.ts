/** Where a receiver answers, and a token that may read there. */
export interface ReadApi {
  readonly url: string;
  readonly token: string;
}

/** All that the read API says of some streams, and of every server. */
export interface ReadBack {
  readonly streams: ReadonlyMap<string, StreamReadBack>;
  /** Every stream of the lists, as often as it is in them. */
  readonly listed: readonly { readonly id: string; readonly status: string }[];
  readonly servers: readonly { readonly host: string; readonly events: readonly { readonly kind: string }[] }[];
}

/** What is said of one stream; its events are all that there are. */
export interface StreamReadBack {
  readonly stream: Record<string, unknown>;
  readonly events: readonly { readonly action: string; readonly at: string }[];
}

/** Asks for streams by their ids; one that was never heard of is not among the answers. */
export async function readBack(api: ReadApi, ids: readonly string[]): Promise<ReadBack> {
  const streams = new Map<string, StreamReadBack>();
  for (const id of ids) {
    const query = `${new URLSearchParams({ app: 'LiveApp', id })}`;
    const stream = await fetchJson<Record<string, unknown>>(api, `/stream?${query}`);
    if (stream !== undefined)
      streams.set(id, { stream, events: await readPages(api, `/stream/events?${query}&`, 'events') });
  }
  const servers: ReadBack['servers'] = await readPages(api, '/servers?app=LiveApp&', 'servers');
  return { streams, listed: await readPages(api, '/streams?', 'streams'), servers };
}

/** What is on all the pages together; the path ends where more parameters may follow. */
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

/** How often a question is put that is answered 503: ask again. */
const MAX_ATTEMPTS = 5;

/** What is answered, in the contract's shape; undefined when it is 404. */
async function fetchJson<Answer>({ url, token }: ReadApi, path: string, attempt = 1): Promise<Answer | undefined> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const body = await response.text();
  if (response.status === 404) return undefined;
  if (response.status === 503 && attempt < MAX_ATTEMPTS) return fetchJson({ url, token }, path, attempt + 1);
  if (response.status !== 200) throw new Error(`GET ${path}: received ${response.status} ${body}, expected 200`);
  return JSON.parse(body);
}
