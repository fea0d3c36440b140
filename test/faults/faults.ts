import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request to DynamoDB that a fault has hit. */
export interface Hit {
  /** How many of them there were before: what a fault does in turns, it does by this. */
  readonly turn: number;
  /** Lets the request reach the engine, so that a write lands; what the engine says. */
  readonly forward: () => Promise<Said>;
  readonly response: ServerResponse;
}

/** An answer of the engine. */
export interface Said {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const LONG_DELAY_MS = 3_000;
const SHORT_DELAY_MS = 300;
const DRIP_MS = 100;
/** Blanks before JSON change nothing but how long it takes to come. */
const DRIPPED_BLANKS = 50;

/** What a DynamoDB can do to a request; `refuse` closes the port besides. */
export const faults = {
  none: async ({ forward, response }) => answer(response, await forward()),
  refuse: () => {},
  hang: () => {},
  deaf: ({ forward }) => void forward(),
  delay: (hit) => late(hit, LONG_DELAY_MS),
  lag: (hit) => late(hit, SHORT_DELAY_MS),
  throttle: ({ response }) => answer(response, throttled()),
  error500: ({ response }) => answer(response, failed()),
  cut: async ({ forward, response }) => {
    half(response, await forward(), () => response.socket?.destroy());
  },
  stall: async ({ forward, response }) => half(response, await forward()),
  drip: async ({ turn, forward, response }) => drip(response, await forward(), turn % 2 === 0),
  corrupt: async ({ turn, forward, response }) => {
    await forward();
    answer(response, garbage[turn % garbage.length]?.() ?? failed());
  },
  impostor: ({ turn, response }) => answer(response, foreign[turn % foreign.length]?.() ?? failed()),
} satisfies Record<string, (hit: Hit) => void | Promise<void>>;

export type Fault = keyof typeof faults;

function answer(response: ServerResponse, { status, headers, body }: Said): void {
  response.writeHead(status, headers).end(body);
}

/** The request itself is late: who no longer waits for its answer may see its write land after all. */
async function late({ forward, response }: Hit, ms: number): Promise<void> {
  await sleep(ms);
  answer(response, await forward());
}

/** The head, and half of the body; the other half never. */
function half(response: ServerResponse, { status, headers, body }: Said, then: () => void = () => {}): void {
  const { 'transfer-encoding': _, ...others } = headers;
  response.writeHead(status, { ...others, 'content-length': body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), then);
}

/** A byte at a time: from the first of the head on, or of the body alone, when who asked no longer counts the time. */
async function drip(response: ServerResponse, { headers, body }: Said, fromHead: boolean): Promise<void> {
  const { socket } = response;
  const long = Buffer.concat([Buffer.alloc(DRIPPED_BLANKS, ' '), body]);
  const id = headers['x-amzn-requestid'];
  const lines = ['HTTP/1.1 200 OK', `x-amzn-RequestId: ${id}`, `Content-Length: ${long.length}`, '', ''];
  const head = Buffer.from(lines.join('\r\n'));
  if (!fromHead) socket?.write(head);
  for (const byte of fromHead ? Buffer.concat([head, long]) : long) {
    if (socket === null || socket.destroyed) return;
    socket.write(Buffer.of(byte));
    await sleep(DRIP_MS);
  }
  socket?.destroy();
}

/** What DynamoDB says when it gets more than it takes. */
function throttled(): Said {
  return problem(400, {
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    message:
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  });
}

function failed(): Said {
  return problem(500, { __type: 'com.amazon.coral.service#InternalServerError', message: 'Internal server error' });
}

function problem(status: number, said: object): Said {
  const body = Buffer.from(JSON.stringify(said));
  return { status, headers: { ...json, ...anId(), 'content-length': String(body.length) }, body };
}

const json = { 'content-type': 'application/x-amz-json-1.0' };
const anId = () => ({ 'x-amzn-requestid': randomUUID().replaceAll('-', '').toUpperCase() });

/** What comes with status 200 from something that is no DynamoDB. */
const foreign: (() => Said)[] = [
  () => ({ status: 200, headers: json, body: randomBytes(200) }),
  () => ({ status: 200, headers: json, body: Buffer.alloc(0) }),
  () => ({ status: 200, headers: json, body: Buffer.from('{}') }),
  () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html><h1>Welcome</h1></html>') }),
];

/** The same, and what comes from one that has lost its mind. */
const garbage: (() => Said)[] = [
  ...foreign,
  () => ({ status: 200, headers: { ...json, ...anId() }, body: randomBytes(200) }),
  () => ({ status: 200, headers: { ...json, ...anId() }, body: Buffer.from('{"Item":') }),
];
