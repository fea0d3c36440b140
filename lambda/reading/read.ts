import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isHookPath } from '../hook/hook-path.ts';
import { fitsKey, isStreamId } from '../stream/names.ts';
import type { Table } from '../table/table.ts';
import { EVERY_APP, hashToken, permits, type Token } from '../tokens/token.ts';
import type { TokenCache } from '../tokens/token-cache.ts';
import { withTimeout } from '../with-timeout.ts';
import { allApps, fixedApps, type ReadAppGroup } from './apps.ts';
import { NotListed } from './by-time/not-listed.ts';
import { compress } from './compress.ts';
import { DESCRIPTION_PATH, describe } from './description.ts';
import { InvalidParameter } from './parameters.ts';
import type { ReaderOptions } from './reader-options.ts';
import { respondWithRoute } from './respond-with-route.ts';
import { errorResponse, type HttpResponse, withoutBody } from './response.ts';
import { matchRoute, type RouteMatch } from './routes.ts';

/** The time budget of the table, in ms: Lambda ends the function after 10 s, and a hanging query blocks a connection. */
const TABLE_TIMEOUT_MS = 8_000;

/** The collaborators of the reader. */
export interface ReaderDeps {
  readonly streams: Table;
  readonly tokens: Table;
  readonly tokenCache: TokenCache;
  readonly options: ReaderOptions;
  /** The response to `/`. */
  readonly page: HttpResponse;
  /** The description of the read API. */
  readonly description: HttpResponse;
  /** Logs an error that becomes a 503. */
  readonly log: (error: unknown) => void;
}

/** Responds to a request of the read API. */
export async function read(event: APIGatewayProxyEventV2, deps: ReaderDeps): Promise<HttpResponse> {
  const response = await compress(await respond(event, deps), event.headers['accept-encoding']);
  return event.requestContext.http.method === 'HEAD' ? withoutBody(response) : response;
}

async function respond(event: APIGatewayProxyEventV2, deps: ReaderDeps): Promise<HttpResponse> {
  if (event.rawPath.startsWith('/authorize/')) return notAsked;
  if (!['GET', 'HEAD'].includes(event.requestContext.http.method)) return notFound;
  if (event.rawPath === '/') return deps.page;
  if (isHookPath(event.rawPath)) return methodNotAllowed;
  try {
    if (event.rawPath === DESCRIPTION_PATH) return describe(event, deps.description);
    const match = matchRoute(event.rawPath);
    return match === undefined ? notFound : await respondWithToken(event, deps, match);
  } catch (error) {
    if (error instanceof InvalidParameter) return errorResponse(400, error.message);
    if (error instanceof NotListed) return errorResponse(404, error.message);
    deps.log(error);
    return errorResponse(503, 'the table is unavailable: try again');
  }
}

async function respondWithToken(
  event: APIGatewayProxyEventV2,
  deps: ReaderDeps,
  { route, path }: RouteMatch,
): Promise<HttpResponse> {
  const now = event.requestContext.timeEpoch;
  const secret = bearerOf(event);
  const token = secret === undefined ? undefined : await deps.tokenCache.find(deps.tokens, hashToken(secret), now);
  if (!permits(token, 'read', now)) return unauthorised;
  const { options } = deps;
  const canSee = (app: string, id: string) => permits(token, 'read', now, app) && fitsKey(app) && isStreamId(id);
  return withTimeout(TABLE_TIMEOUT_MS, (signal) => {
    const table = deps.streams.withSignal(signal);
    return respondWithRoute(event, { route, path, options }, (parameters, headers) => {
      const canSeeApp = (app: string) => permits(token, 'read', now, app) && app === (parameters.app ?? app);
      const apps = visibleApps(table, token, parameters.app, now);
      return route.handle({ table, path, parameters, options, apps, canSeeApp, canSee, now, headers });
    });
  });
}

const unauthorised = errorResponse(
  401,
  'expected Authorization: Bearer TOKEN, a token with the scope read: see npm run tokens',
);
const methodNotAllowed = errorResponse(
  405,
  'received GET or HEAD, expected POST: Ant Media Server posts its hooks here',
  {
    allow: 'POST',
  },
);
/** It repeats nothing of the path, which may hold a token. */
const notAsked = errorResponse(
  404,
  'no such path: expected POST /authorize/publish/{app}/{token} or /authorize/play/{app}/{token}, where Ant Media Server asks',
);
const notFound = errorResponse(404, 'no such path: docs/reading.md and /openapi.json list the paths');

function bearerOf(event: APIGatewayProxyEventV2): string | undefined {
  return /^Bearer +(\S+)$/i.exec(event.headers.authorization ?? '')?.[1];
}

/** Returns the apps of the request, as far as the token may see them: a token of one app sees only that app. */
function visibleApps(streams: Table, token: Token, appFilter: string | undefined, now: number): ReadAppGroup {
  if (token.app !== EVERY_APP)
    return appFilter === undefined || appFilter === token.app ? fixedApps(token.app) : fixedApps();
  if (appFilter === undefined) return allApps(streams, now);
  return fitsKey(appFilter) ? fixedApps(appFilter) : fixedApps();
}
