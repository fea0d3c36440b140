import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The functions behind the API. */
export type GatewayTarget = 'receiver' | 'authoriser' | 'reader';

interface Route {
  readonly routeKey: string;
  readonly target: GatewayTarget;
  /** Absent on the route of the reader. */
  readonly pathParameters?: Record<string, string>;
}

/** Returns the most specific matching route of `lib/api/webhooks-api.ts`, as API Gateway does. */
export function matchGatewayRoute(method: string | undefined, path: string): Route {
  const [, root, proxy] =
    (method === 'POST' && /^\/(hooks|authorize\/publish|authorize\/play)\/(.+)$/s.exec(path)) || [];
  if (root === undefined || proxy === undefined) return { routeKey: '$default', target: 'reader' };
  const [, app, token] = (root === 'hooks' && /^([^/]+)\/([^/]+)$/.exec(proxy)) || [];
  const target = root === 'hooks' ? 'receiver' : 'authoriser';
  return app && token
    ? { routeKey: 'POST /hooks/{app}/{token}', target, pathParameters: decodeParameters({ app, token }) }
    : { routeKey: `POST /${root}/{proxy+}`, target, pathParameters: decodeParameters({ proxy }) };
}

function decodeParameters(parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** The parts of a request that become an event. */
interface RequestParts extends Omit<Route, 'target'> {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly body: Buffer;
}

/** Returns an event of payload format 2.0. The body is base64, as API Gateway encodes those of forms. */
export function toEvent(request: IncomingMessage, parts: RequestParts): APIGatewayProxyEventV2 {
  const { routeKey, rawPath, rawQueryString, pathParameters, body } = parts;
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    requestContext: toRequestContext(request, parts),
    ...(body.length > 0 && { body: body.toString('base64') }),
    ...(pathParameters && { pathParameters }),
    isBase64Encoded: true,
  };
}

function toRequestContext(
  request: IncomingMessage,
  { routeKey, rawPath }: RequestParts,
): APIGatewayProxyEventV2['requestContext'] {
  const now = new Date();
  return {
    accountId: 'local',
    apiId: 'local',
    domainName: 'localhost',
    domainPrefix: 'localhost',
    http: {
      method: request.method ?? 'GET',
      path: rawPath,
      protocol: 'HTTP/1.1',
      sourceIp: clientAddress(request),
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: now.toUTCString(),
    timeEpoch: now.getTime(),
  };
}

/** Returns the address of the client. A dual-stack socket reports IPv4 addresses as IPv6, API Gateway does not. */
function clientAddress(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
