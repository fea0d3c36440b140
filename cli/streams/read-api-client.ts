import type { Target } from './find-target.ts';
import { type CachedBody, parseAsOf } from './response-body.ts';

/** Timeout of a request, in ms. */
const TIMEOUT_MS = 10_000;

interface CachedResponse extends CachedBody {
  readonly etag: string;
}

/** The body of a response, and its headers. */
export interface ApiPage {
  readonly body: unknown;
  readonly headers: Headers;
}

/** An error of a request; its message is fit to be printed. */
export class PageError extends Error {
  /** Whether the receiver did not answer, was too busy or could not reach its table: the request may succeed later. */
  readonly isTransient: boolean;
  /** Of the response; undefined where there was none. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
    this.isTransient = status === undefined || status === 429 || status >= 500;
  }
}

/** A client of a receiver's read API that caches responses by ETag. */
export class ReadApiClient {
  readonly #target: () => Promise<Target>;
  #cache = new Map<string, CachedResponse>();
  #changes = 0;
  #url = '';
  #hasAnswered = false;

  /** The target is looked up for every request: a receiver on this machine may restart on another port. */
  constructor(target: () => Promise<Target>) {
    this.#target = target;
  }

  /** The number of responses other than 304 Not Modified and 404. */
  get changes(): number {
    return this.#changes;
  }

  /** The receiver's URL as of the latest request. */
  get url(): string {
    return this.#url;
  }

  /** Whether a page was fetched. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Fetches the JSON at a path; undefined for a 404. Throws an error that is fit to be printed. */
  async get(path: string): Promise<unknown> {
    const { url, token } = await this.#target();
    this.#url = url;
    const address = `${url}${path}`;
    const cached = this.#cache.get(address);
    const headers = { authorization: `Bearer ${token}`, ...(cached && { 'if-none-match': cached.etag }) };
    const response = await request(address, headers);
    if (cached !== undefined && response.status === 304) return parseAsOf(cached, Date.now());
    if (response.status === 404) return undefined;
    this.#changes += 1;
    if (response.status !== 200) throw new Error(describeRefusal(url, response));
    const fresh = { url, etag: response.etag, text: response.text, at: Date.now() };
    this.#cache.set(address, fresh);
    return parseAsOf(fresh, fresh.at);
  }

  /** Fetches one page of a list, with its headers. Throws for a 404 as well, `PageError` with whether another attempt may help. */
  async getPage(path: string): Promise<ApiPage> {
    const { url, token } = await this.#target();
    this.#url = url;
    const response = await request(`${url}${path}`, { authorization: `Bearer ${token}` });
    if (response.status !== 200) throw new PageError(describeRefusal(url, response), response.status);
    this.#hasAnswered = true;
    return { body: parseAsOf({ url, text: response.text, at: 0 }, 0), headers: response.headers };
  }

  /** Drops all cached responses except those of these paths, since pages come and go. */
  evictExcept(paths: readonly string[]): void {
    const current = new Set(paths.map((path) => `${this.url}${path}`));
    this.#cache = new Map([...this.#cache].filter(([address]) => current.has(address)));
  }
}

async function request(address: string, headers: Record<string, string>) {
  try {
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const etag = response.headers.get('etag') ?? '';
    return { status: response.status, headers: response.headers, etag, text: await response.text() };
  } catch (error) {
    throw new PageError(`No response from ${new URL(address).origin} (${reasonOf(error)}): is the receiver running?`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return 'code' in error.cause ? String(error.cause.code) : error.cause.message;
  return error.message;
}

function describeRefusal(url: string, { status, text }: { status: number; text: string }): string {
  if (status === 401)
    return `${url} rejected the token (401): expected one with the scope read, neither revoked nor expired: npm run tokens -- create --scope read.${process.env.STREAMS_TOKEN ? ' Or does STREAMS_TOKEN belong to another receiver?' : ''}`;
  const [, reason = '"without a reason"'] = /"error":("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  return `${url} answered ${status}: ${reason}`;
}
