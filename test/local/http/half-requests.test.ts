import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { afterAll, expect, test, vi } from 'vitest';
import { Table } from '../../../lambda/table/table.ts';
import { tokenKey } from '../../../lambda/tokens/token-row.ts';
import { readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { connect } from '../../../local/database/database.ts';
import { TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { useReceiver } from '../use-receiver.ts';

/** Number of incomplete requests sent to each port; the variable HALF_REQUESTS overrides it. */
const HALF_REQUESTS = Number(process.env.HALF_REQUESTS ?? 300);
/** Number of requests that are open at the same time. */
const BATCH_SIZE = 100;
/** Maximum number of files that stay open at the end: the connections that clients keep alive. */
const MAX_LEFT_OPEN = 50;

const folder = useTempFolder('half-requests');
const receiver = useReceiver(folder);

const consoleError = vi.spyOn(console, 'error').mockReturnValue();
afterAll(() => consoleError.mockRestore());

/** A valid request without its body. */
interface PartialRequest {
  readonly url: URL;
  readonly head: string;
}

const hookRequest = (): PartialRequest => ({
  url: new URL(receiver.url),
  head: `POST /hooks/LiveApp/${receiver.token} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`,
});

function putRequest(): PartialRequest {
  const url = new URL(readRunningFile(folder)?.dynamodb ?? '');
  const authorization = `AWS4-HMAC-SHA256 Credential=${url.username}/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  const target = 'X-Amz-Target: DynamoDB_20120810.PutItem\r\nX-Amz-Date: 20260101T000000Z\r\n';
  return {
    url,
    head: `POST / HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: ${authorization}\r\n${target}Content-Type: application/x-amz-json-1.0\r\n`,
  };
}

const HALF_BODY = '{"TableName":"tokens","Item":{"hash":{"S":"';

/** The ways in which a request starts. */
const beginnings: ((head: string) => string | Buffer)[] = [
  (head) => `${head}Content-Length: 5000\r\n\r\n${HALF_BODY}`,
  (head) => `${head}Transfer-Encoding: chunked\r\n\r\n2c\r\n${HALF_BODY}`,
  (head) => `${head}Transfer-Encoding: chunked\r\n\r\nno number\r\n`,
  (head) => `${head}Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n`,
  (head) => `${head}Content-Length: 5000\r\nContent-Length: 1\r\n\r\n`,
  (head) => `${head}X-Never-Ends: ${'a'.repeat(20_000)}`,
  (head) => head,
  (head) => head.slice(0, 9),
  () => 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  () => 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  () => randomBytes(300),
  () => '\r\n\r\n\r\n',
  () => '',
];

/** The ways in which a connection ends: reset at once, closed normally, or left open until the batch ends. */
const ends: ((socket: Socket) => void)[] = [(socket) => socket.resetAndDestroy(), (socket) => socket.end(), () => {}];

/** Sends incomplete requests in batches, and closes them all. */
async function sendHalves({ url, head }: PartialRequest): Promise<void> {
  for (let sent = 0; sent < HALF_REQUESTS; sent += BATCH_SIZE) {
    const numbers = Array.from({ length: BATCH_SIZE }, (_, n) => sent + n);
    const sockets = await Promise.all(numbers.map((n) => sendHalf(url, head, n)));
    for (const socket of sockets) socket.destroy();
  }
}

async function sendHalf(url: URL, head: string, n: number): Promise<Socket> {
  const socket = connectTcp(Number(url.port), url.hostname);
  socket.on('error', () => {}); // the server may close it
  await once(socket, 'connect');
  const beginning = beginnings[n % beginnings.length]?.(head) ?? '';
  await new Promise((resolve) => socket.write(beginning, resolve));
  ends[n % ends.length]?.(socket.resume());
  return socket;
}

const openFiles = (): number => readdirSync('/proc/self/fd').length;

test.skipIf(process.platform !== 'linux')(
  'no incomplete request crashes the receiver or its database, or leaves a connection open',
  async () => {
    const before = openFiles();
    await Promise.all([sendHalves(hookRequest()), sendHalves(putRequest())]);
    const answer = await receiver.postHook('LiveApp', {
      action: 'liveStreamStarted',
      id: 'whole',
      timestamp: Date.now(),
    });
    expect(answer).toMatchObject({ status: 200, json: { outcome: 'recorded' } });
    const client = connect(readRunningFile(folder)?.dynamodb ?? '');
    expect(await new Table(client, TOKENS_TABLE).get(tokenKey('none'), true)).toBeUndefined();
    client.destroy();
    expect(consoleError.mock.calls).toEqual([]);
    await vi.waitFor(() => expect(openFiles()).toBeLessThan(before + MAX_LEFT_OPEN), { timeout: 20_000 });
  },
  600_000,
);

/** Sends the head of a request, and resolves when the server closes the connection. */
async function waitForClose({ url, head }: PartialRequest): Promise<void> {
  const socket = connectTcp(Number(url.port), url.hostname).resume();
  socket.write(head);
  await once(socket, 'close');
}

test('the receiver and its database close a connection when the request does not arrive in time', async () => {
  await Promise.all([waitForClose(hookRequest()), waitForClose(putRequest())]);
}, 30_000);
