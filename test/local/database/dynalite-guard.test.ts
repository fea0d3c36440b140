import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { useEngine } from '../../table/engine.ts';

const engine = useEngine();

interface RequestParts {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

const endpoint = () => new URL(engine().endpoint);
const signed = (accessKeyId: string) =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;

const token = { hash: { S: 'forged' }, scopes: { SS: ['hooks', 'read'] }, app: { S: '*' } };
const body = JSON.stringify({ TableName: 'tokens', Item: token });

/** Sends a PutItem of a token, as a client of the database does, with these changes. */
async function putToken({ method = 'POST', path = '/', headers = {} }: RequestParts) {
  const clientRequest = request({
    ...{ host: '127.0.0.1', port: endpoint().port, method, path },
    headers: {
      'x-amz-target': 'DynamoDB_20120810.PutItem',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20260101T000000Z',
      authorization: signed(endpoint().username),
      ...headers,
    },
  });
  clientRequest.end(body);
  const [response] = (await once(clientRequest, 'response')) as [IncomingMessage]; // the arguments of the event
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

const readToken = () => engine().tokens.get({ hash: token.hash }, true);

test.each<[string, () => RequestParts]>([
  ['that comes from a page', () => ({ headers: { origin: 'http://127.0.0.1:3000' } })],
  ['that comes from a page without an origin', () => ({ headers: { origin: 'null' } })],
  [
    'that is the CORS preflight of a page',
    () => ({ method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } }),
  ],
  ['to another name of this machine', () => ({ headers: { host: `localhost:${endpoint().port}` } })],
  ['to a name that resolves to this machine', () => ({ headers: { host: `evil.example:${endpoint().port}` } })],
  ['to another port', () => ({ headers: { host: '127.0.0.1:1' } })],
  ['without a key', () => ({ headers: { authorization: '' } })],
  ['with the fixed key of earlier versions', () => ({ headers: { authorization: signed('local') } })],
  [
    'with another key of the same length',
    () => ({ headers: { authorization: signed('x'.repeat(endpoint().username.length)) } }),
  ],
  ['with a non-ASCII key', () => ({ headers: { authorization: signed('é'.repeat(endpoint().username.length)) } })],
  [
    'with its key in the URL',
    () => ({
      path: `/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${endpoint().username}/20260101/local/dynamodb/aws4_request&X-Amz-Signature=0&X-Amz-SignedHeaders=host&X-Amz-Date=20260101T000000Z`,
      headers: { authorization: '' },
    }),
  ],
])('the embedded database refuses a request %s, without CORS headers', async (_what, createRequest) => {
  const { status, headers } = await putToken(createRequest());
  expect({ status, allowed: headers['access-control-allow-origin'] }).toEqual({ status: 403, allowed: undefined });
  expect(await readToken()).toBeUndefined();
});

/** Sends a request with this head on its own connection, and returns the response. */
async function sendRaw(lines: readonly string[]): Promise<string> {
  const head = [...lines, `Authorization: ${signed(endpoint().username)}`, 'X-Amz-Target: DynamoDB_20120810.PutItem'];
  const rest = ['Content-Type: application/x-amz-json-1.0', 'X-Amz-Date: 20260101T000000Z', 'Connection: close'];
  const whole = [...head, ...rest, `Content-Length: ${body.length}`, '', body].join('\r\n');
  const socket = connectTcp(Number(endpoint().port), '127.0.0.1');
  socket.write(whole);
  return await text(socket);
}

test('the embedded database refuses a request for another host, in its URL or in a second Host header', async () => {
  const own = `Host: ${endpoint().host}`;
  const refused = /^HTTP\/1\.1 403 /;
  expect(await sendRaw(['POST http://evil.example/ HTTP/1.1', own])).toMatch(refused);
  expect(await sendRaw(['POST / HTTP/1.1', own, 'Host: evil.example'])).toMatch(refused);
  expect(await readToken()).toBeUndefined();
});

/** Sends the challenge by which commands recognise the database. */
const sendChallenge = (host: string) => putToken({ headers: { host, 'x-challenge': 'c', authorization: '' } });

test('the embedded database proves to commands that it knows its key, but not to a page', async () => {
  const proof = createHmac('sha256', endpoint().username).update('c').digest('base64url');
  expect(await sendChallenge(endpoint().host)).toMatchObject({ status: 200, text: proof });
  expect(await sendChallenge(`evil.example:${endpoint().port}`)).toMatchObject({ status: 403 });
});

test('the embedded database limits its connections', async () => {
  const sockets = Array.from({ length: 400 }, () => connectTcp(Number(endpoint().port), '127.0.0.1'));
  const closed = new Set<unknown>();
  for (const socket of sockets) socket.on('error', () => {}).on('close', () => closed.add(socket));
  await vi.waitFor(() => expect(closed.size).toBeGreaterThanOrEqual(150), { timeout: 20_000 });
  for (const socket of sockets) socket.destroy();
  expect(closed.size).toBeLessThan(200);
});

test('the embedded database refuses a GET without its key', async () => {
  expect(await putToken({ method: 'GET', headers: { authorization: '' } })).toMatchObject({ status: 403 });
});

test('the embedded database survives clients with its key that abort a request', async () => {
  const head = `POST / HTTP/1.1\r\nHost: ${endpoint().host}\r\nAuthorization: ${signed(endpoint().username)}\r\nContent-Length: 99\r\n\r\n{"Tab`;
  for (let n = 0; n < 20; n++) {
    const socket = connectTcp(Number(endpoint().port), '127.0.0.1');
    await once(socket, 'connect');
    await new Promise((resolve) => socket.write(head, resolve));
    await putToken({ method: 'GET' }); // the head has been read
    socket.resetAndDestroy();
  }
  expect(await putToken({})).toMatchObject({ status: 200 });
  expect(await readToken()).toBeDefined();
});
