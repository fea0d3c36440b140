import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { afterAll, expect, test, vi } from 'vitest';
import { tokenKey } from '../../../lambda/table/rows/token-row.ts';
import { Table } from '../../../lambda/table/table.ts';
import { readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { connect, TOKENS_TABLE } from '../../../local/database/database.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { useReceiver } from '../use-receiver.ts';

/** How many are sent to each port; HALF_REQUESTS takes more, where there is time. */
const HALF_REQUESTS = Number(process.env.HALF_REQUESTS ?? 300);
/** How many are open at a time. */
const BATCH_SIZE = 100;
/** More files than this are not left open by what is not of them: connections that are kept for the next request. */
const MAX_LEFT_OPEN = 50;

const folder = useTempFolder('half-requests');
const receiver = useReceiver(folder);

const consoleError = vi.spyOn(console, 'error').mockReturnValue();
afterAll(() => consoleError.mockRestore());

/** A request that could be answered, up to its body. */
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

/** What is sent of a request. */
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

/** How it ends: at once, as if it were whole, or not until the others have. */
const ends: ((socket: Socket) => void)[] = [(socket) => socket.resetAndDestroy(), (socket) => socket.end(), () => {}];

/** Sends halves of requests, a hundred at a time; all are closed in the end. */
async function sendHalves({ url, head }: PartialRequest): Promise<void> {
  for (let sent = 0; sent < HALF_REQUESTS; sent += BATCH_SIZE) {
    const numbers = Array.from({ length: BATCH_SIZE }, (_, n) => sent + n);
    const sockets = await Promise.all(numbers.map((n) => sendHalf(url, head, n)));
    for (const socket of sockets) socket.destroy();
  }
}

async function sendHalf(url: URL, head: string, n: number): Promise<Socket> {
  const socket = connectTcp(Number(url.port), url.hostname);
  socket.on('error', () => {}); // whom it is sent to may close it
  await once(socket, 'connect');
  const beginning = beginnings[n % beginnings.length]?.(head) ?? '';
  await new Promise((resolve) => socket.write(beginning, resolve));
  ends[n % ends.length]?.(socket.resume());
  return socket;
}

const openFiles = (): number => readdirSync('/proc/self/fd').length;

test.skipIf(process.platform !== 'linux')(
  'no half of a request ends the receiver or its database, or leaves a connection behind',
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

/** When a connection that sends a half is closed by whom it is sent to. */
async function waitForClose({ url, head }: PartialRequest): Promise<void> {
  const socket = connectTcp(Number(url.port), url.hostname).resume();
  socket.write(head);
  await once(socket, 'close');
}

test('the receiver and its database end a connection on which a request does not come in time', async () => {
  await Promise.all([waitForClose(hookRequest()), waitForClose(putRequest())]);
}, 30_000);
