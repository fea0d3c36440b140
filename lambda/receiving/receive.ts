import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type DeferredStore, serializeDeferred } from '../deferred/deferred-event.ts';
import { lostMac } from '../deferred/lost-mac.ts';
import { readHookPath } from '../hook/hook-path.ts';
import { type HookLogFields, logFieldsOf } from '../hook/log-fields.ts';
import { toMessage } from '../hook/message.ts';
import { type ReceivedHook, readOrQuarantine } from '../hook/read-or-quarantine.ts';
import type { Hook } from '../stream/event.ts';
import { fitsKey } from '../stream/names.ts';
import type { Outcome, Recorder } from '../table/record.ts';
import type { Table } from '../table/table.ts';
import { hashToken, permits } from '../tokens/token.ts';
import type { TokenCache } from '../tokens/token-cache.ts';
import { withTimeout } from '../with-timeout.ts';
import type { AllowList } from './allow-list.ts';
import type { TableCircuitBreaker } from './circuit-breaker.ts';
import { misdirectionError } from './misdirected.ts';
import { ANSWER_BUDGET_MS, MIN_DEFER_MS, type RequestTimer, startTimer } from './request-timer.ts';

/** A body larger than this (bytes) is refused: the media server's own are a hundred times smaller. */
const MAX_REQUEST_BYTES = 256 * 1024;

/** What a receiver works with. */
export interface ReceiverDeps {
  readonly streams: Table;
  readonly tokens: Table;
  readonly recorder: Recorder;
  readonly tokenCache: TokenCache;
  readonly allowList: AllowList;
  /** How long the tables may take; the second sink has what is left up to 1.6 s. */
  readonly circuitBreaker: TableCircuitBreaker;
  /** Where events wait that the tables did not take in time. */
  readonly deferredStore: DeferredStore;
  /** What signs an event that is kept in the log alone; without it such a line has no MAC. */
  readonly lostKey?: string | undefined;
  /** Takes one line a request. */
  readonly log: (line: HookLogLine) => void;
}

/** What is told of a request: never its path, which holds the token. */
export interface HookLogLine extends HookLogFields {
  /** Unless it was refused: whoever mixes up the parts of a URL sends a token for an app. */
  readonly app?: string;
  readonly status: number;
  readonly outcome?: Outcome | 'deferred';
  /** How long it took here, in ms. */
  readonly ms: number;
  /** Why it is not in the table. */
  readonly error?: string;
  /** What could be kept nowhere, as it would have been put aside: a text of `deferredText`. */
  readonly lost?: string;
  /** Of `lost`: that this receiver wrote it. */
  readonly mac?: string | undefined;
}

type HttpResponse = APIGatewayProxyStructuredResultV2;

/** Receives a hook: `POST /hooks/{app}/{token}`. It answers 200 when the event is kept for sure, and only then. */
export async function receive(event: APIGatewayProxyEventV2, receiving: ReceiverDeps): Promise<HttpResponse> {
  const watch = startTimer(event.requestContext.timeEpoch);
  const { status, body, ...told } = await handle(event, receiving, watch);
  receiving.log({ status, ...told, ms: Math.round(watch.here()) });
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** An answer, and what the log tells of it besides. */
type HookResult = Omit<HookLogLine, 'ms'> & { readonly body: object };

async function handle(
  event: APIGatewayProxyEventV2,
  receiving: ReceiverDeps,
  watch: RequestTimer,
): Promise<HookResult> {
  const path = readHookPath(event.pathParameters);
  if (path === undefined) return notFound;
  const { app } = path;
  const { http, requestId, timeEpoch: receivedAt } = event.requestContext;
  if (!receiving.allowList(http.sourceIp)) return forbidden('allow-list');
  if (!fitsKey(app)) return forbidden('no such app');
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_REQUEST_BYTES) return tooLarge(bytes.length);

  const tokenHash = hashToken(path.token);
  const leftMs = ANSWER_BUDGET_MS - MIN_DEFER_MS - watch.elapsed();
  const token = await receiving.tokenCache.find(receiving.tokens, tokenHash, receivedAt, leftMs).catch(asError);
  const unproven = token instanceof Error ? { error: token, tokenHash } : undefined;
  if (token === undefined) return forbidden('no such token');
  if (!(token instanceof Error || permits(token, 'hooks', receivedAt, app)))
    return forbidden('expired, or not for this app');

  const contentType = event.headers['content-type'];
  const address = http.sourceIp;
  const message = toMessage({ app, token: path.token, bytes, contentType, receivedAt, requestId, address });
  const error = misdirectionError(message.said);
  if (error !== undefined) return { app, status: 403, reason: 'misdirected', body: { error } };
  return store({ ...readOrQuarantine(message, bytes), unproven }, receiving, watch);
}

/** An event to keep, and why its token could not be looked up, when it could not. */
interface HookToStore extends ReceivedHook {
  readonly unproven: { readonly error: Error; readonly tokenHash: string } | undefined;
}

/** Keeps an event in the tables, else in the second sink. */
async function store(
  { message, hook, unproven }: HookToStore,
  receiving: ReceiverDeps,
  { elapsed, here }: RequestTimer,
): Promise<HookResult> {
  const { streams, recorder, deferredStore, circuitBreaker, lostKey } = receiving;
  try {
    if (unproven) throw unproven.error;
    const record = (signal: AbortSignal) => recorder.record(streams.withSignal(signal), hook);
    const outcome = await withTimeout(circuitBreaker.timeoutMs - elapsed(), record);
    circuitBreaker.recordSuccess();
    return accepted(outcome, hook);
  } catch (tableError) {
    if (!unproven) circuitBreaker.recordFailure(here());
    const deferred = { message, ...(unproven && { tokenHash: unproven.tokenHash }) };
    try {
      await withTimeout(ANSWER_BUDGET_MS - elapsed(), (signal) => deferredStore.defer(deferred, signal));
      return { ...accepted('deferred', hook), error: String(tableError) };
    } catch (sinkError) {
      const error = `${tableError}; then ${sinkError}`;
      const lost = serializeDeferred(deferred);
      return { ...notStored, app: message.app, error, lost, mac: lostKey && lostMac(lostKey, lost) };
    }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function accepted(outcome: Outcome | 'deferred', hook: Hook): HookResult {
  return { app: hook.app, status: 200, body: { outcome }, outcome, ...logFieldsOf(hook) };
}

/** The same answer for every refusal: no hint which it was but in the log. */
const forbidden = (reason: string): HookResult => ({
  status: 403,
  reason,
  body: { error: 'this URL may not send hooks here: see npm run tokens' },
});

/** Of any path below `/hooks/` that is no hook's: it may hold a token, so that nothing of it is repeated. */
const notFound: HookResult = { status: 404, body: { error: 'no such path: expected /hooks/{app}/{token}' } };

/** Some of it may have been kept, or be kept yet: sent again, it is kept once all the same. */
const notStored: HookResult = { status: 503, body: { error: 'this could not be kept for sure: send it again' } };

const tooLarge = (bytes: number): HookResult => ({
  status: 413,
  body: { error: `received ${bytes} bytes, expected at most ${MAX_REQUEST_BYTES}` },
});
