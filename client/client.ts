import { ApiError, readReason, reasonOf } from './api-error.ts';
import type { Answer, ApiPath, QueryArguments } from './api-types.ts';
import { type CachedBody, parseAsOf } from './response-body.ts';

export interface ClientOptions {
  /** Of the receiver, with or without a slash at the end. */
  readonly url: string;
  /** A token with the scope `read`. */
  readonly token: string;
  /** @default that of the platform */
  readonly fetch?: typeof fetch;
  /** The answers that are remembered, so that a repeated one is not sent again. @default 100 */
  readonly maxCached?: number;
  /** Of a request, in ms. @default 10 s */
  readonly timeoutMs?: number;
}

/** An answer of the read API. */
export interface ApiResponse<P extends ApiPath> {
  readonly body: Answer<P>;
  /** Such as `complete-since`. */
  readonly headers: Headers;
  /** False when it is the same as the last time, but for running durations. */
  readonly isNew: boolean;
}

interface CachedAnswer extends CachedBody {
  readonly etag: string;
}

/** A client of a receiver's read API. Its methods throw `ApiError`. */
export class Client {
  /** Of the receiver, without a slash at the end. */
  readonly url: string;
  readonly #options: ClientOptions;
  readonly #cache = new Map<string, CachedAnswer>();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.url = options.url.replace(/\/+$/, '');
  }

  /** Returns the body of an answer. */
  async get<P extends ApiPath>(name: P, ...query: QueryArguments<P>): Promise<Answer<P>> {
    return (await this.request(name, ...query)).body;
  }

  /** Requests a path: the headers of the response come with its body. */
  async request<P extends ApiPath>(name: P, ...[query]: QueryArguments<P>): Promise<ApiResponse<P>> {
    const path = `${name}${toQuery(query ?? {})}`;
    const cached = this.#cache.get(path);
    const { status, headers, text } = await this.#fetch(path, cached?.etag);
    const isNew = status !== 304 || cached === undefined;
    if (isNew && status !== 200) throw new ApiError(path, status, readReason(text));
    const answer = isNew ? { text, etag: headers.get('etag') ?? '', at: Date.now() } : cached;
    this.#remember(path, answer);
    return { body: parseBody<P>(path, answer), headers, isNew };
  }

  /** Forgets the answer of a path: the next one comes whole. */
  forget<P extends ApiPath>(name: P, ...[query]: QueryArguments<P>): void {
    this.#cache.delete(`${name}${toQuery(query ?? {})}`);
  }

  async #fetch(path: string, etag = '') {
    const { token, timeoutMs = 10_000, fetch: send = fetch } = this.#options;
    const headers = { authorization: `Bearer ${token}`, ...(etag !== '' && { 'if-none-match': etag }) };
    try {
      const response = await send(`${this.url}${path}`, { headers, signal: AbortSignal.timeout(timeoutMs) });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      throw new ApiError(path, undefined, reasonOf(error), error);
    }
  }

  /** Moves an answer to the end of those that are remembered, and forgets the first of too many. */
  #remember(path: string, answer: CachedAnswer): void {
    this.#cache.delete(path);
    this.#cache.set(path, answer);
    for (const oldest of this.#cache.keys())
      if (this.#cache.size > (this.#options.maxCached ?? 100)) this.#cache.delete(oldest);
  }
}

/** Formats a query; lists have commas, and what is undefined is left out. */
export function toQuery(query: Readonly<Record<string, unknown>>): string {
  const present = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = String(new URLSearchParams(present.map(([name, value]): [string, string] => [name, String(value)])));
  return text === '' ? '' : `?${text}`;
}

function parseBody<P extends ApiPath>(path: string, answer: CachedAnswer): Answer<P> {
  try {
    return parseAsOf(answer, Date.now()) as Answer<P>; // the tests compare answers with its schema
  } catch (error) {
    throw new ApiError(path, 200, 'the body is not JSON: expected the URL of a receiver of this project', error);
  }
}
