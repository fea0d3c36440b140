import type { Target } from './find-target.ts';
import { type CachedBody, parseAsOf } from './response-body.ts';

/** Timeout of a request, in ms. */
const TIMEOUT_MS = 10_000;

interface CachedResponse extends CachedBody {
  readonly etag: string;
}

/** A client of a receiver's read API that caches responses by ETag. */
export class ReadApiClient {
  readonly #target: () => Promise<Target>;
  #cache = new Map<string, CachedResponse>();
  #changes = 0;
  #url = '';

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

  /** Drops all cached responses except those of these paths, since pages come and go. */
  evictExcept(paths: readonly string[]): void {
    const current = new Set(paths.map((path) => `${this.url}${path}`));
    this.#cache = new Map([...this.#cache].filter(([address]) => current.has(address)));
  }
}

async function request(address: string, headers: Record<string, string>) {
  try {
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, etag: response.headers.get('etag') ?? '', text: await response.text() };
  } catch (error) {
    throw new Error(`No response from ${new URL(address).origin} (${reasonOf(error)}): is the receiver running?`);
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
