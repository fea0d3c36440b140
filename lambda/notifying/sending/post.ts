import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { withTimeout } from '../../with-timeout.ts';
import { assertUrlAllowed, createGuardedLookup } from './address-guard.ts';
import { lookUpBySystem, type NameLookup, resolveByDns } from './resolve-name.ts';

/** In ms, for everything from the look-up of the name to the end of the response. */
export const POST_TIMEOUT_MS = 5_000;

/** In bytes: what is read of a response, so that the other side can end it. */
const MAX_RESPONSE_BYTES = 16_384;

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivate: boolean;
}

export interface PostOptions {
  /** In ms, for the whole request. @default 5 000 */
  readonly timeoutMs?: number | undefined;
  /** Looks up the addresses of a name. @default DNS; with `allowPrivate` the system, which knows names of its own */
  readonly lookup?: NameLookup | undefined;
  /** The certificates of authorities that are trusted, in PEM. @default those of Node */
  readonly ca?: string | undefined;
}

/** A response. */
export interface PostResponse {
  readonly status: number;
  /** The beginning of a body of plain text or JSON, which may hold anything; empty for any other. */
  readonly body: string;
  /** The header `retry-after`. */
  readonly retryAfter: string | undefined;
}

/** The connection was closed before a response. */
class ConnectionClosed extends Error {
  readonly code = 'the connection was closed';
}

/**
 * Posts a body over a connection of its own. A redirect is a response like any other, and is not followed. Throws
 * `AddressRefused`, the error of the connection, or one without a code when the time is up.
 */
export async function post(
  { url, headers, body, allowPrivate }: PostRequest,
  options: PostOptions,
): Promise<PostResponse> {
  const target = new URL(url);
  assertUrlAllowed(target, allowPrivate);
  const { timeoutMs = POST_TIMEOUT_MS, lookup = allowPrivate ? lookUpBySystem : resolveByDns, ca } = options;
  let answered: PostResponse | undefined;
  const work = withTimeout(timeoutMs, async (signal) => {
    const guarded = createGuardedLookup(target, allowPrivate, (name) => lookup(name, signal));
    const settings = {
      method: 'POST',
      agent: false,
      headers,
      signal,
      lookup: guarded,
      ...(ca !== undefined && { ca }),
    };
    const response = await sendRequest(target, settings, body);
    answered = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: '' };
    const beginning = await readBeginning(response);
    if (isReadable(response.headers['content-type'])) answered = { ...answered, body: beginning };
  });
  await work.catch((error) => {
    if (answered === undefined) throw error; // a response that breaks off has its status all the same
  });
  return answered ?? Promise.reject(new ConnectionClosed());
}

function sendRequest(url: URL, settings: RequestOptions, body: string): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, settings, resolve);
    sent.on('error', reject).on('close', () => reject(new ConnectionClosed()));
    sent.end(body);
  });
}

async function readBeginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_RESPONSE_BYTES) break; // which destroys the connection
  }
  return Buffer.concat(chunks).toString();
}

/** Whether people can read a body: pages of HTML, such as that of a proxy, say little in many words. */
const isReadable = (contentType = ''): boolean =>
  /^\s*(text\/plain|application\/([\w.-]+\+)?json)\b/i.test(contentType);
