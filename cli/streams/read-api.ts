import { readAt, type Told } from './response-body.ts';
import type { Target } from './target.ts';

/** How long an answer may take, in ms. */
const PATIENCE_MS = 10_000;

interface Kept extends Told {
  readonly etag: string;
}

/** The read API of a receiver. What it told before it is not told again: it says that nothing changed. */
export class ReadApi {
  readonly #target: () => Promise<Target>;
  #kept = new Map<string, Kept>();
  #told = 0;
  #url = '';

  /** The target is asked for each time: a receiver on this machine may start again, elsewhere. */
  constructor(target: () => Promise<Target>) {
    this.#target = target;
  }

  /** How many answers told something new. */
  get told(): number {
    return this.#told;
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
    const kept = this.#kept.get(address);
    const headers = { authorization: `Bearer ${token}`, ...(kept && { 'if-none-match': kept.etag }) };
    const answer = await ask(address, headers);
    if (kept !== undefined && answer.status === 304) return readAt(kept, Date.now());
    this.#told += 1;
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new Error(refusal(url, answer));
    const fresh = { url, etag: answer.etag, text: answer.text, at: Date.now() };
    this.#kept.set(address, fresh);
    return readAt(fresh, fresh.at);
  }

  /** Forgets all but these paths: pages come and go. */
  keepOnly(paths: readonly string[]): void {
    const wanted = new Set(paths.map((path) => `${this.url}${path}`));
    this.#kept = new Map([...this.#kept].filter(([address]) => wanted.has(address)));
  }
}

async function ask(address: string, headers: Record<string, string>) {
  try {
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: answer.status, etag: answer.headers.get('etag') ?? '', text: await answer.text() };
  } catch (error) {
    throw new Error(`No answer from ${new URL(address).origin} (${reasonOf(error)}): does the receiver run there?`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return 'code' in error.cause ? String(error.cause.code) : error.cause.message;
  return error.message;
}

function refusal(url: string, { status, text }: { status: number; text: string }): string {
  if (status === 401)
    return `${url} does not take the token (401): expected one with the scope read that is neither revoked nor expired: npm run tokens -- create --scope read.${process.env.STREAMS_TOKEN ? ' Or is STREAMS_TOKEN that of another receiver?' : ''}`;
  const [, reason = '"without a reason"'] = /"error":("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  return `${url} answered ${status}: ${reason}`;
}
