/** What came of a question to the reader. */
export type FetchResult =
  | { readonly kind: 'told'; readonly body: unknown; readonly etag: string | null; readonly date: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused' }
  /** The question itself is wrong, or about nothing that was ever heard of. */
  | { readonly kind: 'problem'; readonly why: string }
  | { readonly kind: 'away'; readonly why: string };

/** How long the reader may take, in ms: it gives itself 8 s. */
const TIMEOUT_MS = 15_000;

/** Asks the reader; the token travels in a header alone. */
export async function fetchApi(
  path: string,
  token: string,
  etag: string | null,
  signal: AbortSignal,
): Promise<FetchResult> {
  if (!/^[\x21-\x7e]+$/.test(token)) return { kind: 'refused' }; // no header can carry it, so it is nobody's
  const controller = new AbortController(); // `AbortSignal.any` is younger than the browsers that the board is for
  const abort = () => controller.abort();
  const timer = setTimeout(abort, TIMEOUT_MS);
  signal.addEventListener('abort', abort);
  const headers = { authorization: `Bearer ${token}`, ...(etag !== null && { 'if-none-match': etag }) };
  try {
    const options = { headers, cache: 'no-store', credentials: 'omit', signal: controller.signal } as const;
    return await readResponse(await fetch(path, options));
  } catch {
    return { kind: 'away', why: 'The reader does not answer' };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

async function readResponse(response: Response): Promise<FetchResult> {
  const { status } = response;
  if (status === 304) return { kind: 'unchanged' };
  if (status === 401) return { kind: 'refused' };
  if (status === 400 || status === 404) return { kind: 'problem', why: await readError(response) };
  if (!response.ok) return { kind: 'away', why: describeFailure(status) };
  const date = Date.parse(response.headers.get('date') ?? '') || Date.now(); // every server tells it
  return { kind: 'told', body: await response.json(), etag: response.headers.get('etag'), date };
}

function describeFailure(status: number): string {
  return status === 429 ? 'The reader is asked too often (429)' : `The reader cannot answer (${status})`;
}

async function readError(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'error' in body) return String(body.error);
  return `the reader answered ${response.status}`;
}
