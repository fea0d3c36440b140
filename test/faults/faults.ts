import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request to DynamoDB that a fault hits. */
export interface FaultyRequest {
  /** The number of requests that were hit before: some faults alternate by it. */
  readonly index: number;
  /** Sends the request to the engine, so that a write takes effect. Returns the engine's response. */
  readonly forward: () => Promise<EngineResponse>;
  readonly response: ServerResponse;
}

export interface EngineResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const DELAY_MS = 3_000;
const LAG_MS = 300;
const DRIP_INTERVAL_MS = 100;
/** Spaces before JSON change only how long it takes to arrive. */
const DRIPPED_SPACES = 50;

/** The effect of each fault on a request; `refuse` also closes the port. */
export const faults = {
  none: async ({ forward, response }) => respond(response, await forward()),
  refuse: () => {},
  hang: () => {},
  deaf: ({ forward }) => void forward(),
  delay: (hit) => respondLate(hit, DELAY_MS),
  lag: (hit) => respondLate(hit, LAG_MS),
  throttle: ({ response }) => respond(response, throttledResponse()),
  error500: ({ response }) => respond(response, internalErrorResponse()),
  lostWrite: async ({ forward, response }) => {
    await forward();
    respond(response, internalErrorResponse());
  },
  cut: async ({ forward, response }) => {
    respondHalf(response, await forward(), () => response.socket?.destroy());
  },
  stall: async ({ forward, response }) => respondHalf(response, await forward()),
  drip: async ({ index, forward, response }) => respondByteByByte(response, await forward(), index % 2 === 0),
  corrupt: async ({ index, forward, response }) => {
    await forward();
    respond(response, corruptResponses[index % corruptResponses.length]?.() ?? internalErrorResponse());
  },
  impostor: ({ index, response }) =>
    respond(response, foreignResponses[index % foreignResponses.length]?.() ?? internalErrorResponse()),
} satisfies Record<string, (hit: FaultyRequest) => void | Promise<void>>;

export type Fault = keyof typeof faults;

function respond(response: ServerResponse, { status, headers, body }: EngineResponse): void {
  response.writeHead(status, headers).end(body);
}

/** Delays the request itself: its write takes effect even where nobody waits for the response any more. */
async function respondLate({ forward, response }: FaultyRequest, ms: number): Promise<void> {
  await sleep(ms);
  respond(response, await forward());
}

/** Sends the head and half of the body, and never the rest. */
function respondHalf(
  response: ServerResponse,
  { status, headers, body }: EngineResponse,
  onWritten: () => void = () => {},
): void {
  const { 'transfer-encoding': _, ...others } = headers;
  response.writeHead(status, { ...others, 'content-length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), onWritten);
}

/** Sends one byte at a time: of head and body, or of the body only, after the client's timeout for the head. */
async function respondByteByByte(
  response: ServerResponse,
  { headers, body }: EngineResponse,
  fromHead: boolean,
): Promise<void> {
  const { socket } = response;
  const padded = Buffer.concat([Buffer.alloc(DRIPPED_SPACES, ' '), body]);
  const id = headers['x-amzn-requestid'];
  const lines = ['HTTP/1.1 200 OK', `x-amzn-RequestId: ${id}`, `Content-Length: ${padded.length}`, '', ''];
  const head = Buffer.from(lines.join('\r\n'));
  if (!fromHead) socket?.write(head);
  for (const byte of fromHead ? Buffer.concat([head, padded]) : padded) {
    if (socket === null || socket.destroyed) return;
    socket.write(Buffer.of(byte));
    await sleep(DRIP_INTERVAL_MS);
  }
  socket?.destroy();
}

/** DynamoDB's error beyond the provisioned throughput. */
function throttledResponse(): EngineResponse {
  return errorResponse(400, {
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message:
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  });
}

function internalErrorResponse(): EngineResponse {
  return errorResponse(500, {
    __type: 'com.amazon.coral.service#InternalServerError',
    message: 'Internal server error',
  });
}

function errorResponse(status: number, content: object): EngineResponse {
  const body = Buffer.from(JSON.stringify(content));
  return { status, headers: { ...jsonHeaders, ...requestIdHeader(), 'content-length': String(body.length) }, body };
}

const jsonHeaders = { 'content-type': 'application/x-amz-json-1.0' };
const requestIdHeader = () => ({ 'x-amzn-requestid': randomUUID().replaceAll('-', '').toUpperCase() });

/** Responses with status 200 from a server that is no DynamoDB. */
const foreignResponses: (() => EngineResponse)[] = [
  () => ({ status: 200, headers: jsonHeaders, body: randomBytes(200) }),
  () => ({ status: 200, headers: jsonHeaders, body: Buffer.alloc(0) }),
  () => ({ status: 200, headers: jsonHeaders, body: Buffer.from('{}') }),
  () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html><h1>Welcome</h1></html>') }),
];

/** The same, and corrupt responses with the headers of DynamoDB. */
const corruptResponses: (() => EngineResponse)[] = [
  ...foreignResponses,
  () => ({ status: 200, headers: { ...jsonHeaders, ...requestIdHeader() }, body: randomBytes(200) }),
  () => ({ status: 200, headers: { ...jsonHeaders, ...requestIdHeader() }, body: Buffer.from('{"Item":') }),
];
