import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** API Gateway's own limit of a request's body, in bytes: what is larger never reaches a function. */
const MAX_PAYLOAD = 10 * 1024 * 1024;

/** Serves the handlers as API Gateway does: hooks go to the receiver, all else to the reader. */
export function createGateway(receiver: Handler, reader: Handler): Server {
  const server = createServer(async (request, response) => {
    try {
      const body = await bodyOf(request);
      const [rawPath = '/', ...query] = (request.url ?? '/').split('?');
      const pathParameters = request.method === 'POST' ? hookPath(rawPath) : undefined;
      const event = eventOf(request, { rawPath, rawQueryString: query.join('?'), pathParameters, body });
      const answered = body === undefined ? tooLarge : await (pathParameters ? receiver : reader)(event);
      if (!server.listening || body === undefined) response.shouldKeepAlive = false;
      await answer(response, answered);
    } catch (error) {
      if (!response.headersSent)
        await answer(response, { statusCode: 400, body: JSON.stringify({ error: String(error) }) });
    }
  });
  return server;
}

const tooLarge = {
  statusCode: 413,
  body: JSON.stringify({ error: `expected at most ${MAX_PAYLOAD} bytes` }),
};

/** `POST /hooks/{app}/{token}`, decoded; undefined for any other path. */
function hookPath(rawPath: string): { app: string; token: string } | undefined {
  const [, app, token] = /^\/hooks\/([^/]+)\/([^/]+)$/.exec(rawPath) ?? [];
  try {
    return app && token ? { app: decodeURIComponent(app), token: decodeURIComponent(token) } : undefined;
  } catch {
    return undefined;
  }
}

/** The whole body; undefined when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_PAYLOAD) chunks.push(chunk); // the rest is read, so that the sender hears the answer, and dropped
  }
  return size <= MAX_PAYLOAD ? Buffer.concat(chunks) : undefined;
}

/** What is read of a request before it becomes an event. */
interface Target {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly pathParameters: Record<string, string> | undefined;
  readonly body: Buffer | undefined;
}

/** The event of payload format 2.0; bodies are base64, as API Gateway makes those of forms. */
function eventOf(
  request: IncomingMessage,
  { rawPath, rawQueryString, pathParameters, body }: Target,
): APIGatewayProxyEventV2 {
  const method = request.method ?? 'GET';
  const routeKey = pathParameters ? 'POST /hooks/{app}/{token}' : '$default';
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: addressOf(request),
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body && body.length > 0 && { body: body.toString('base64') }),
    ...(pathParameters && { pathParameters }),
    isBase64Encoded: true,
  };
}

/** A socket of both families names an IPv4 peer in IPv6's way; API Gateway does not. */
function addressOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

async function answer(
  response: ServerResponse,
  { statusCode = 200, headers = {}, body = '', isBase64Encoded }: APIGatewayProxyStructuredResultV2,
): Promise<void> {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  response.writeHead(statusCode, statusCode === 304 ? {} : { 'content-length': bytes.length });
  await new Promise<void>((resolve) => response.end(bytes, resolve));
}
