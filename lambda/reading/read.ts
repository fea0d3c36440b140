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
import { InvalidParameter, QueryParameters } from './parameters.ts';
import type { ReaderOptions } from './reader-options.ts';
import { errorResponse, type HttpResponse, jsonResponse, withoutBody } from './response.ts';
import { matchRoute } from './routes.ts';

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
  const match = matchRoute(event.rawPath);
  if (match === undefined) return notFound;
  const now = event.requestContext.timeEpoch;
  try {
    const secret = bearerOf(event);
    const token = secret === undefined ? undefined : await deps.tokenCache.find(deps.tokens, hashToken(secret), now);
    if (!permits(token, 'read', now)) return unauthorised;
    const parameters = new QueryParameters(event.rawQueryString, match.route.parameters);
    const canSee = (app: string, id: string) => permits(token, 'read', now, app) && fitsKey(app) && isStreamId(id);
    const canSeeApp = (app: string) => permits(token, 'read', now, app) && app === (parameters.app ?? app);
    const headers = {};
    const body = await withTimeout(TABLE_TIMEOUT_MS, (signal) => {
      const table = deps.streams.withSignal(signal);
      const { options } = deps;
      const apps = visibleApps(table, token, parameters.app, now);
      const { path } = match;
      return match.route.handle({ table, path, parameters, options, apps, canSeeApp, canSee, now, headers });
    });
    return body === undefined
      ? errorResponse(404, 'stream not found')
      : jsonResponse(body, event.headers['if-none-match'], headers);
  } catch (error) {
    if (error instanceof InvalidParameter) return errorResponse(400, error.message);
    if (error instanceof NotListed) return errorResponse(404, error.message);
    deps.log(error);
    return errorResponse(503, 'the table is unavailable: try again');
  }
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
const notFound = errorResponse(404, 'no such path: README.md lists the paths, under Query it');

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
