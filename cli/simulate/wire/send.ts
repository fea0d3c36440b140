import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WireRequest } from './wire-request.ts';

/** The timeout of the media server for a connection, and then for the first byte of the answer. */
const TIMEOUT_MS = 2_000;
/** The pause before it sends the same bytes again. */
const RETRY_DELAY_MS = 1_000;

/** The result of a hook: only status 200 is a success. */
export interface HookAnswer {
  readonly ok: boolean;
  /** The outcome that the receiver answered, or why the hook failed. */
  readonly outcome: string;
  /** Whether the receiver will refuse every hook at this URL: the token or the path is wrong. */
  readonly isRefused: boolean;
  /** From the start of the last attempt to the first byte of its answer, or to its failure, in ms. */
  readonly ms: number;
  readonly attempts: number;
}

/** Sends a request, and retries up to `retries` times until it is answered 200, as the media server does. */
export async function send(url: URL, request: WireRequest, retries: number): Promise<HookAnswer> {
  for (let attempts = 1; ; attempts++) {
    const answer = await sendOnce(url, request);
    if (answer.ok || attempts > retries) return { ...answer, attempts };
    await sleep(RETRY_DELAY_MS);
  }
}

type AnswerOnce = Omit<HookAnswer, 'attempts'>;

async function sendOnce(url: URL, request: WireRequest): Promise<AnswerOnce> {
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  try {
    const response = await post(url, request);
    const ms = elapsed();
    const body = await text(response.setTimeout(TIMEOUT_MS, () => response.destroy())).catch(() => '');
    const { statusCode: status = 0 } = response;
    const ok = status === 200;
    return {
      ok,
      outcome: ok ? parseOutcome(body) : describeStatus(status, body),
      isRefused: REFUSAL_STATUSES.includes(status),
      ms,
    };
  } catch (error) {
    return { ok: false, outcome: describeError(error), isRefused: false, ms: elapsed() };
  }
}

/** Sends a POST on its own connection. Resolves at the first byte of the answer. */
function post(url: URL, { headers, body }: WireRequest): Promise<http.IncomingMessage> {
  const { protocol, connected } = url.protocol === 'https:' ? secure : plain;
  return new Promise((resolve, reject) => {
    const request = protocol.request(url, { method: 'POST', agent: false, headers: headers.flat() });
    const startTimeout = (missing: string) =>
      setTimeout(() => request.destroy(new Error(`no ${missing} within 2 s`)), TIMEOUT_MS);
    let timer = startTimeout('connection');
    const onConnected = () => {
      clearTimeout(timer);
      timer = startTimeout('answer');
    };
    request.once('socket', (socket) => socket.once(connected, onConnected));
    request.once('close', () => clearTimeout(timer));
    request.once('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** The statuses with which a receiver refuses every hook at a URL. */
const REFUSAL_STATUSES = [401, 403, 404, 405];

const plain = { protocol: http, connected: 'connect' };
const secure = { protocol: https, connected: 'secureConnect' };

/** Returns the status and the reason: the field `error` of this receiver, or `message` of API Gateway. */
function describeStatus(status: number, body: string): string {
  try {
    const { error, message } = JSON.parse(body);
    const reason = error ?? message;
    return reason === undefined ? `status ${status}` : `status ${status}: ${reason}`;
  } catch {
    return `status ${status}`;
  }
}

function parseOutcome(body: string): string {
  try {
    return String(JSON.parse(body).outcome ?? 'answered 200');
  } catch {
    return 'answered 200'; // another receiver may answer anything
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : error.message;
  return code === 'ECONNREFUSED' ? 'connection refused: is the receiver running?' : code;
}
