import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { monotonicMs } from '../monotonic-ms.ts';
import { concludeFrom, readCount } from './conclude.ts';
import { diagnoseFailure, diagnoseResponse } from './diagnose.ts';
import { getResponse, type RestResponse } from './get-response.ts';
import type { Verdict } from './media-servers.ts';
import { broadcastUrl, countUrl } from './server-url.ts';

/** In ms, for each request, body included. */
export const REQUEST_TIMEOUT_MS = 2_000;

/** Requests at once, and thus the connections to a server. */
export const MAX_REQUESTS = 20;

/** After this many requests in a row without an answer, the server has gone: nobody further is asked. */
const MAX_FAILURES = MAX_REQUESTS;

/** How to ask a server: `authorization` is the value of the header; null for none. */
export interface Access {
  readonly url: string;
  readonly authorization: string | null;
}

/** Returns the connections to a server, each for one request unless `keepAlive`; destroy them when done. */
export const openAgent = (url: string, keepAlive = true): HttpAgent =>
  new (url.startsWith('https:') ? HttpsAgent : HttpAgent)({ keepAlive, maxSockets: MAX_REQUESTS });

/**
 * Asks a server about these streams until `deadline` (ms, monotonic). A stream that was not asked, or whose request the deadline
 * cut short, is not in the result. Never throws: when the server does not count its broadcasts, every verdict is unclear.
 */
export async function askServer(
  access: Access,
  ids: readonly string[],
  deadline: number,
): Promise<Map<string, Verdict>> {
  const agent = openAgent(access.url);
  try {
    return await new Inquiry(access, agent, deadline).ask(ids);
  } finally {
    agent.destroy();
  }
}

/** The result of one request; undefined when the deadline cut it short. */
type Attempt = RestResponse | { readonly error: unknown } | undefined;

/** All requests of one `askServer`. */
class Inquiry {
  readonly #access: Access;
  readonly #agent: HttpAgent;
  readonly #deadline: number;
  readonly #verdicts = new Map<string, Verdict>();
  /** Requests in a row without an answer. */
  #failures = 0;

  constructor(access: Access, agent: HttpAgent, deadline: number) {
    this.#access = access;
    this.#agent = agent;
    this.#deadline = deadline;
  }

  async ask(ids: readonly string[]): Promise<Map<string, Verdict>> {
    const counted = await this.#attempt(countUrl(this.#access.url));
    if (counted === undefined) return this.#verdicts;
    const reason = 'error' in counted ? diagnoseFailure(counted.error).text : reasonOf(counted);
    if (reason !== undefined) return new Map(ids.map((id) => [id, { kind: 'unclear', reason }]));
    const queue = ids.values();
    const worker = async () => {
      for (const id of queue) await this.#askAbout(id);
    };
    await Promise.all(Array.from({ length: MAX_REQUESTS }, worker));
    return this.#verdicts;
  }

  async #askAbout(id: string): Promise<void> {
    const url = broadcastUrl(this.#access.url, id);
    if (url === undefined) return this.#conclude(id, { kind: 'unclear', reason: 'its id cannot be asked about' });
    if (this.#failures >= MAX_FAILURES)
      return this.#conclude(id, { kind: 'unclear', reason: 'the server answered no more' });
    const attempt = await this.#attempt(url);
    if (attempt === undefined) return;
    if (!('error' in attempt)) return this.#conclude(id, concludeFrom(id, attempt));
    this.#conclude(id, { kind: 'unclear', reason: diagnoseFailure(attempt.error).text });
  }

  #conclude(id: string, verdict: Verdict): void {
    this.#verdicts.set(id, verdict);
  }

  async #attempt(url: string): Promise<Attempt> {
    const { authorization } = this.#access;
    const timeoutMs = Math.min(REQUEST_TIMEOUT_MS, this.#deadline - monotonicMs());
    if (timeoutMs <= 0) return undefined;
    try {
      const response = await getResponse(url, { agent: this.#agent, authorization, timeoutMs });
      this.#failures = 0;
      return response;
    } catch (error) {
      this.#failures++;
      const isCutShort = timeoutMs < REQUEST_TIMEOUT_MS && diagnoseFailure(error).outcome === 'timedOut';
      return isCutShort ? undefined : { error };
    }
  }
}

/** Returns why a response does not count the broadcasts; undefined when it does. */
const reasonOf = (response: RestResponse): string | undefined =>
  readCount(response) === undefined ? diagnoseResponse(response).text : undefined;
