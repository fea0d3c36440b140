import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The properties of an API Gateway event that tests may set. */
export interface EventOverrides {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly pathParameters?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  readonly sourceIp?: string;
  readonly requestId?: string;
  readonly timeEpoch?: number;
}

/** Builds an event of payload format 2.0 as API Gateway does, with its body in base64. */
export function gatewayEvent(overrides: EventOverrides = {}): APIGatewayProxyEventV2 {
  const {
    method = 'GET',
    path = '/',
    sourceIp = '203.0.113.9',
    requestId = 'request',
    timeEpoch = Date.now(),
  } = overrides;
  const hooks = overrides.pathParameters?.proxy === undefined ? '{app}/{token}' : '{proxy+}';
  const routeKey = overrides.pathParameters ? `POST /hooks/${hooks}` : '$default';
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: overrides.query ?? '',
    headers: overrides.headers ?? {},
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' },
      requestId,
      routeKey,
      stage: '$default',
      time: '02/Nov/2026:12:00:00 +0000',
      timeEpoch,
    },
    ...(overrides.pathParameters && { pathParameters: overrides.pathParameters }),
    ...(overrides.body && { body: overrides.body.toString('base64') }),
    isBase64Encoded: overrides.body !== undefined,
  };
}

/** Builds the event of a hook. */
export function hookEvent(
  app: string,
  token: string,
  body: Buffer,
  overrides: EventOverrides = {},
): APIGatewayProxyEventV2 {
  return gatewayEvent({
    method: 'POST',
    path: `/hooks/${app}/${token}`,
    pathParameters: { app, token },
    body,
    ...overrides,
  });
}
