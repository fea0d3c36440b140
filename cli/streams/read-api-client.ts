import type { Target } from './find-target.ts';
import { type CachedBody, parseAsOf } from './response-body.ts';

/** How long an answer may take, in ms. */
const TIMEOUT_MS = 10_000;

interface CachedResponse extends CachedBody {
  readonly etag: string;
}

/** The read API of a receiver. What it told before it is not told again: it says that nothing changed. */
export class ReadApiClient {
  readonly #target: () => Promise<Target>;
  #cache = new Map<string, CachedResponse>();
  #changes = 0;
  #url = '';

  /** The target is asked for each time: a receiver on this machine may start again, elsewhere. */
  constructor(target: () => Promise<Target>) {
    this.#target = target;
  }

  /** How many answers told something new. */
  get changes(): number {
    return this.#changes;
  }

  /** Who was asked last. */
  get url(): string {
    return this.#url;
  }

  /** The JSON at a path; undefined when there is none. Throws what a person should hear. */
  async get(path: string): Promise<unknown> {
    const { url, token } = await this.#target();
    this.#url = url;
    const address = `${url}${path}`;
    const cached = this.#cache.get(address);
    const headers = { authorization: `Bearer ${token}`, ...(cached && { 'if-none-match': cached.etag }) };
    const response = await request(address, headers);
    if (cached !== undefined && response.status === 304) return parseAsOf(cached, Date.now());
    this.#changes += 1;
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw new Error(describeRefusal(url, response));
    const fresh = { url, etag: response.etag, text: response.text, at: Date.now() };
    this.#cache.set(address, fresh);
    return parseAsOf(fresh, fresh.at);
  }

  /** Forgets all but these paths: pages come and go. */
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
    throw new Error(`No answer from ${new URL(address).origin} (${reasonOf(error)}): does the receiver run there?`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return 'code' in error.cause ? String(error.cause.code) : error.cause.message;
  return error.message;
}

function describeRefusal(url: string, { status, text }: { status: number; text: string }): string {
  if (status === 401)
    return `${url} does not take the token (401): expected one with the scope read that is neither revoked nor expired: npm run tokens -- create --scope read.${process.env.STREAMS_TOKEN ? ' Or is STREAMS_TOKEN that of another receiver?' : ''}`;
  const [, reason = '"without a reason"'] = /"error":("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  return `${url} answered ${status}: ${reason}`;
}
