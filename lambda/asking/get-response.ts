import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { withTimeout } from '../with-timeout.ts';

/** In bytes, uncompressed; a broadcast has 2 KB, and its metadata may be long. */
const DEFAULT_MAX_BODY_BYTES = 262_144;

/** A response of a media server, or of whatever answers in its place. */
export interface RestResponse {
  readonly status: number;
  readonly contentType: string | undefined;
  /** The header `date`, which is the clock of the server. */
  readonly date: string | undefined;
  /** The headers `set-cookie`. */
  readonly cookies?: readonly string[] | undefined;
  /** Whether its headers show that something in front of the server answered, or passed it on. */
  readonly isRelayed?: boolean;
  readonly body: string;
}

/** Options of a request. */
export interface ExchangeOptions {
  /** The connections; of the protocol of the URL. */
  readonly agent: Agent;
  /** The value of the header `authorization`; null for none. */
  readonly authorization: string | null;
  /** In ms, for the whole request, body included. */
  readonly timeoutMs: number;
  /** More headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In bytes, uncompressed. @default 256 KiB */
  readonly maxBodyBytes?: number;
}

/** The errors of a response that came, but cannot be used; `code` says why, as in errors of the system. */
class ResponseError extends Error {
  readonly code: 'TOO_LARGE' | 'UNKNOWN_ENCODING';

  constructor(code: ResponseError['code']) {
    super(code);
    this.code = code;
  }
}

/**
 * Sends a GET request and returns the complete response; a redirect is a response like any other, and is not followed. Throws the
 * error of the connection, one with the code `TOO_LARGE` or `UNKNOWN_ENCODING`, or one without a code when the time is up.
 */
export const getResponse = (url: string, options: ExchangeOptions): Promise<RestResponse> =>
  exchange('GET', url, options);

/** Sends a POST request without a body; else as `getResponse`. On connections that are not kept alive it is sent once only. */
export const postResponse = (url: string, options: ExchangeOptions): Promise<RestResponse> =>
  exchange('POST', url, options);

/** Sends a POST request with a JSON body; else as `postResponse`. */
export const postJson = (url: string, value: unknown, options: ExchangeOptions): Promise<RestResponse> =>
  sendJsonText('POST', url, JSON.stringify(value), options);

/** Sends a POST or PUT request whose body is this JSON text, byte for byte; else as `postResponse`. */
export function sendJsonText(
  method: 'POST' | 'PUT',
  url: string,
  body: string,
  options: ExchangeOptions,
): Promise<RestResponse> {
  const headers = {
    ...options.headers,
    'content-type': 'application/json',
    'content-length': `${Buffer.byteLength(body)}`,
  };
  return exchange(method, url, { ...options, headers, body });
}

function exchange(
  method: RequestOptions['method'],
  url: string,
  { timeoutMs, maxBodyBytes = DEFAULT_MAX_BODY_BYTES, ...options }: ExchangeOptions & { readonly body?: string },
): Promise<RestResponse> {
  return withTimeout(timeoutMs, async (signal) =>
    readResponse(await sendRequest(url, { ...options, method, signal }), maxBodyBytes),
  );
}

interface RequestOptions extends Omit<ExchangeOptions, 'timeoutMs' | 'maxBodyBytes'> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly body?: string;
  readonly signal: AbortSignal;
}

function sendRequest(url: string, options: RequestOptions): Promise<IncomingMessage> {
  const { agent, authorization, method, signal } = options;
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    ...(authorization !== null && { authorization }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers, method, signal }, resolve);
    sent.on('error', (error) => {
      if (sent.reusedSocket && isReset(error)) sendRequest(url, options).then(resolve, reject);
      else reject(error);
    });
    sent.end(options.body);
  });
}

/** Whether the server closed the connection: on one that was used before, it may have been idle for too long. */
const isReset = (error: Error): boolean => 'code' in error && error.code === 'ECONNRESET';

async function readResponse(response: IncomingMessage, maxBodyBytes: number): Promise<RestResponse> {
  const { statusCode: status = 0, headers } = response;
  const body = await readBody(response, headers['content-encoding'] ?? 'identity', new Body(maxBodyBytes));
  const { 'content-type': contentType, date, 'set-cookie': cookies } = headers;
  return { status, contentType, date, cookies, isRelayed: isRelayed(headers), body };
}

/** Ant Media Server sends none of these, nor does its Tomcat. */
const isRelayed = (headers: IncomingHttpHeaders): boolean =>
  ['server', 'via', 'age', 'x-cache'].some((name) => headers[name] !== undefined);

async function readBody(response: IncomingMessage, encoding: string, body: Body): Promise<string> {
  if (encoding === 'identity') await pipeline(response, body);
  else if (encoding === 'gzip') await pipeline(response, createGunzip(), body);
  else {
    response.destroy();
    throw new ResponseError('UNKNOWN_ENCODING');
  }
  return body.text();
}

/** Collects a body; fails when it is too large. */
class Body extends Writable {
  readonly #chunks: Buffer[] = [];
  /** The bytes that may still come. */
  #left: number;

  constructor(maxBytes: number) {
    super();
    this.#left = maxBytes;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#chunks.push(chunk);
    this.#left -= chunk.length;
    done(this.#left < 0 ? new ResponseError('TOO_LARGE') : undefined);
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}
