import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request to DynamoDB that a fault has hit. */
export interface FaultyRequest {
  /** How many of them there were before: what a fault does in turns, it does by this. */
  readonly index: number;
  /** Lets the request reach the engine, so that a write lands; what the engine says. */
  readonly forward: () => Promise<EngineResponse>;
  readonly response: ServerResponse;
}

/** An answer of the engine. */
export interface EngineResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const DELAY_MS = 3_000;
const LAG_MS = 300;
const DRIP_INTERVAL_MS = 100;
/** Blanks before JSON change nothing but how long it takes to come. */
const DRIPPED_SPACES = 50;

/** What a DynamoDB can do to a request; `refuse` closes the port besides. */
export const faults = {
  none: async ({ forward, response }) => respond(response, await forward()),
  refuse: () => {},
  hang: () => {},
  deaf: ({ forward }) => void forward(),
  delay: (hit) => respondLate(hit, DELAY_MS),
  lag: (hit) => respondLate(hit, LAG_MS),
  throttle: ({ response }) => respond(response, throttledResponse()),
  error500: ({ response }) => respond(response, internalErrorResponse()),
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

/** The request itself is late: who no longer waits for its answer may see its write land after all. */
async function respondLate({ forward, response }: FaultyRequest, ms: number): Promise<void> {
  await sleep(ms);
  respond(response, await forward());
}

/** The head, and half of the body; the other half never. */
function respondHalf(
  response: ServerResponse,
  { status, headers, body }: EngineResponse,
  onWritten: () => void = () => {},
): void {
  const { 'transfer-encoding': _, ...others } = headers;
  response.writeHead(status, { ...others, 'content-length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), onWritten);
}

/** A byte at a time: from the first of the head on, or of the body alone, when who asked no longer counts the time. */
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

/** What DynamoDB says when it gets more than it takes. */
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

/** What comes with status 200 from something that is no DynamoDB. */
const foreignResponses: (() => EngineResponse)[] = [
  () => ({ status: 200, headers: jsonHeaders, body: randomBytes(200) }),
  () => ({ status: 200, headers: jsonHeaders, body: Buffer.alloc(0) }),
  () => ({ status: 200, headers: jsonHeaders, body: Buffer.from('{}') }),
  () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html><h1>Welcome</h1></html>') }),
];

/** The same, and what comes from one that has lost its mind. */
const corruptResponses: (() => EngineResponse)[] = [
  ...foreignResponses,
  () => ({ status: 200, headers: { ...jsonHeaders, ...requestIdHeader() }, body: randomBytes(200) }),
  () => ({ status: 200, headers: { ...jsonHeaders, ...requestIdHeader() }, body: Buffer.from('{"Item":') }),
];
