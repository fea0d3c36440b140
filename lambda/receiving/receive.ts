import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readHookPath } from '../hook/hook-path.ts';
import { toMessage } from '../hook/message.ts';
import { readOrQuarantine } from '../hook/read-or-quarantine.ts';
import { fitsKey } from '../stream/names.ts';
import type { Table } from '../table/table.ts';
import { hashToken, permits } from '../tokens/token.ts';
import type { TokenCache } from '../tokens/token-cache.ts';
import type { AllowList } from './allow-list.ts';
import { forbidden, type HookLogLine, type HookResult, MAX_REQUEST_BYTES, notFound, tooLarge } from './hook-result.ts';
import { misdirectionError } from './misdirection.ts';
import { MIN_DEFER_MS, RESPONSE_BUDGET_MS, type RequestTimer, startTimer } from './request-timer.ts';
import { type StoreDeps, storeHook } from './store-hook.ts';

export interface ReceiverDeps extends StoreDeps {
  readonly tokens: Table;
  readonly tokenCache: TokenCache;
  readonly allowList: AllowList;
  /** Writes one line per request. */
  readonly log: (line: HookLogLine) => void;
}

/** Receives a hook: `POST /hooks/{app}/{token}`. Answers 200 only when the event is stored durably. */
export async function receive(
  event: APIGatewayProxyEventV2,
  deps: ReceiverDeps,
): Promise<APIGatewayProxyStructuredResultV2> {
  const timer = startTimer(event.requestContext.timeEpoch);
  const { status, body, ...logFields } = await handle(event, deps, timer);
  deps.log({ status, ...logFields, ms: Math.round(timer.inHandlerMs()) });
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function handle(event: APIGatewayProxyEventV2, deps: ReceiverDeps, timer: RequestTimer): Promise<HookResult> {
  const path = readHookPath(event.pathParameters);
  if (path === undefined) return notFound;
  const { http, requestId, timeEpoch: receivedAt } = event.requestContext;
  const address = http.sourceIp;
  if (!deps.allowList(address)) return forbidden('allow-list');
  if (!fitsKey(path.app)) return forbidden('no such app');
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_REQUEST_BYTES) return tooLarge(bytes.length);

  const tokenHash = hashToken(path.token);
  const leftMs = RESPONSE_BUDGET_MS - MIN_DEFER_MS - timer.elapsedMs();
  const lookup = deps.tokenCache.find(deps.tokens, tokenHash, receivedAt, leftMs);
  const token = await lookup.catch((error: unknown) => ({ error, tokenHash }));
  if (token === undefined) return forbidden('no such token');
  if (!('error' in token || permits(token, 'hooks', receivedAt, path.app)))
    return forbidden('expired, or not for this app');

  const contentType = event.headers['content-type'];
  const message = toMessage({ ...path, bytes, contentType, receivedAt, requestId, address });
  const error = misdirectionError(message.said);
  if (error !== undefined) return { app: path.app, status: 403, reason: 'misdirected', body: { error } };
  return storeHook(readOrQuarantine(message, bytes), 'error' in token ? token : { tokenHash }, deps, timer);
}
