import { ApiError } from '../client/api-error.ts';
import type { ApiPath, QueryArguments } from '../client/api-types.ts';
import { Client } from '../client/client.ts';
import type { FetchResult } from './fetch-result.ts';
import type { AnyRequest } from './requests.ts';

/** Timeout of a request, in ms; the reader limits itself to 8 s. */
const TIMEOUT_MS = 15_000;
/** No header can carry other characters, so no token has them. */
const tokenPattern = /^[\x21-\x7e]+$/;

const send: typeof fetch = (url, options) => fetch(url, { ...options, cache: 'no-store', credentials: 'omit' });

/** Fetches answers of the receiver that served this page, which need not be at the root of its origin. */
export class Fetcher {
  #client = createClient('');
  #token = '';

  /** Fetches an answer, whole unless the caller still has the last one; the token travels only in a header. */
  async fetch(token: string, { path, query }: AnyRequest, hasLast: boolean): Promise<FetchResult> {
    if (!tokenPattern.test(token)) return { kind: 'unauthorized' };
    if (token !== this.#token) this.#client = createClient(token); // the viewer may be another one
    this.#token = token;
    try {
      const anyQuery = [query] as unknown as QueryArguments<ApiPath>; // it is one of this path
      if (!hasLast) this.#client.forget<ApiPath>(path, ...anyQuery);
      return { kind: 'ok', ...(await this.#client.request<ApiPath>(path, ...anyQuery)) };
    } catch (error) {
      if (error instanceof ApiError) return toFailure(error);
      throw error;
    }
  }
}

const createClient = (token: string): Client =>
  new Client({ url: new URL('.', location.href).href, token, fetch: send, timeoutMs: TIMEOUT_MS, maxCached: 20 });

function toFailure({ status, reason }: ApiError): FetchResult {
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 400 || status === 404) return { kind: 'rejected', reason: unquoted(reason) };
  return { kind: 'unavailable', reason: describeFailure(status) };
}

/** The reason is JSON where the receiver gave it, and anything where something between gave it. */
function unquoted(reason: string): string {
  try {
    return String(JSON.parse(reason));
  } catch {
    return reason;
  }
}

function describeFailure(status: number | undefined): string {
  if (status === undefined) return 'The receiver is not responding';
  if (status < 400) return `What answers is not the receiver: its answer (${status}) is no JSON`;
  return status === 429 ? 'Too many requests to the receiver (429)' : `The receiver returned an error (${status})`;
}
