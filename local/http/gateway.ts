import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type GatewayTarget, matchGatewayRoute, toEvent } from './gateway-event.ts';
import { decodeGatewayPath } from './gateway-path.ts';

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** API Gateway's limit for the body of a request, in bytes. */
const MAX_REQUEST_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Timeouts for the head of a request, and for the whole request, and the interval at which Node checks them, in ms:
 * incomplete requests would exhaust the file descriptors of the process. The number of connections is not limited, so
 * that a busy media server is never refused.
 */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 5_000 };

/** Creates a server that calls the handlers as API Gateway does, each for its routes: the reader for those of no other. */
export function createGateway(handlers: Readonly<Record<GatewayTarget, Handler>>): Server {
  const server = createServer(TIMEOUTS, async (request, response) => {
    try {
      const body = await readBody(request);
      const result = body === undefined ? tooLarge : await handle(request, body);
      if (!server.listening || body === undefined) response.shouldKeepAlive = false;
      await sendResponse(response, result);
    } catch (error) {
      if (!response.headersSent) await sendResponse(response, errorResponse(400, String(error)));
    }
  });
  return server;

  async function handle(request: IncomingMessage, body: Buffer): Promise<APIGatewayProxyStructuredResultV2> {
    const [url = '/', ...query] = (request.url ?? '/').split('?');
    const path = decodeGatewayPath(url);
    if (path === undefined) return undecodable;
    const { routed, rawPath } = path;
    const { target, ...route } = matchGatewayRoute(request.method, routed);
    const event = toEvent(request, { ...route, rawPath, rawQueryString: query.join('?'), body });
    return handlers[target](event);
  }
}

const errorResponse = (statusCode: number, error: string) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error }),
});
const tooLarge = errorResponse(413, `expected at most ${MAX_REQUEST_BODY_BYTES} bytes`);
const undecodable = errorResponse(400, 'received a path that cannot be decoded, expected percent-encoded UTF-8');

/** Returns the whole body, or undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAX_REQUEST_BODY_BYTES) chunks.push(chunk); // the rest is read too: a sender that still writes would not read the answer
  }
  return size <= MAX_REQUEST_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

async function sendResponse(
  response: ServerResponse,
  { statusCode = 200, headers = {}, body = '', isBase64Encoded }: APIGatewayProxyStructuredResultV2,
): Promise<void> {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (statusCode !== 304) response.setHeader('content-length', bytes.length);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value)); // also the content-length of an answer to HEAD
  response.writeHead(statusCode);
  await new Promise<void>((resolve) => response.end(bytes, resolve));
}
