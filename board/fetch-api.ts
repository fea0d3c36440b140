/** The outcome of a request to the read API. */
export type FetchResult =
  | { readonly kind: 'ok'; readonly body: unknown; readonly etag: string | null; readonly date: number }
  | { readonly kind: 'notModified' }
  | { readonly kind: 'unauthorized' }
  /** The request itself is wrong, or about something that does not exist. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** No usable response: it is worth retrying. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Timeout of a request, in ms; the reader limits itself to 8 s. */
const TIMEOUT_MS = 15_000;

/** Fetches a path of the read API; the token travels only in a header. */
export async function fetchApi(
  path: string,
  token: string,
  etag: string | null,
  signal: AbortSignal,
): Promise<FetchResult> {
  if (!/^[\x21-\x7e]+$/.test(token)) return { kind: 'unauthorized' }; // no header can carry it, so no token is like that
  const controller = new AbortController(); // the oldest supported browsers have no `AbortSignal.any`
  const abort = () => controller.abort();
  const timer = setTimeout(abort, TIMEOUT_MS);
  signal.addEventListener('abort', abort);
  const headers = { authorization: `Bearer ${token}`, ...(etag !== null && { 'if-none-match': etag }) };
  try {
    const options = { headers, cache: 'no-store', credentials: 'omit', signal: controller.signal } as const;
    return await readResponse(await fetch(path, options));
  } catch {
    return { kind: 'unavailable', reason: 'The receiver is not responding' };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

async function readResponse(response: Response): Promise<FetchResult> {
  const { status } = response;
  if (status === 304) return { kind: 'notModified' };
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 400 || status === 404) return { kind: 'rejected', reason: await readError(response) };
  if (!response.ok) return { kind: 'unavailable', reason: describeFailure(status) };
  const date = Date.parse(response.headers.get('date') ?? '') || Date.now(); // every server sends a Date
  return { kind: 'ok', body: await response.json(), etag: response.headers.get('etag'), date };
}

function describeFailure(status: number): string {
  return status === 429 ? 'Too many requests to the receiver (429)' : `The receiver returned an error (${status})`;
}

async function readError(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'error' in body) return String(body.error);
  return `status ${response.status}`;
}
