import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { send } from '../../../../cli/simulate/wire/send.ts';
import { toWireRequest } from '../../../../cli/simulate/wire/wire-request.ts';

const servers: { close: () => unknown }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

const fields = { id: 'cam-1', action: 'liveStreamStarted', timestamp: '1793620800000' };

/** Starts a receiver that answers with these statuses in turn. Returns its URL and the requests. */
async function startReceiverAnswering(...statuses: number[]) {
  const requests: { at: number; headers: string[]; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const at = performance.now();
    requests.push({ at, headers: request.rawHeaders, body: await text(request) });
    response.writeHead(statuses[requests.length - 1] ?? 500, { connection: 'close' }).end();
  });
  return { requests, url: await listen(server) };
}

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<URL> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/LiveApp/T%2Fa?b=c%20d`);
}

const requestTo = ({ host }: URL) => toWireRequest('app', 'json', fields, host);

describe.concurrent('sending as the media server does', () => {
  test('sends exactly the request line, the headers in order, and the body', async () => {
    let received = '';
    const url = await listen(
      createSocketServer((socket) => {
        socket.on('data', (data) => {
          received += data;
          if (received.endsWith('}')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{"outcome":"recorded"}');
        });
      }),
    );
    const request = requestTo(url);
    expect(await send(url, request, 0)).toMatchObject({ ok: true, outcome: 'recorded', attempts: 1 });
    const head = request.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    expect(received).toBe(`POST /hooks/LiveApp/T%2Fa?b=c%20d HTTP/1.1\r\n${head}\r\n${request.body}`);
  });

  test('sends the same bytes again a second after any status except 200', async () => {
    const { requests, url } = await startReceiverAnswering(500, 204, 200);
    expect(await send(url, requestTo(url), 5)).toMatchObject({ ok: true, attempts: 3 });
    const [one, two, three] = requests;
    expect([two?.headers, three?.headers]).toEqual([one?.headers, one?.headers]);
    expect([two?.body, three?.body]).toEqual([one?.body, one?.body]);
    const waits = requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0));
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(990); // a timer may fire some ms early
  });

  test.each([204, 201, 303, 403, 500])(
    'treats status %i as a failure, and does not retry by default',
    async (status) => {
      const { requests, url } = await startReceiverAnswering(status, 200);
      expect(await send(url, requestTo(url), 0)).toMatchObject({ ok: false, outcome: `status ${status}`, attempts: 1 });
      expect(requests).toHaveLength(1);
    },
  );

  test.each([
    { body: '{"error":"no such token"}', outcome: 'status 403: no such token' },
    { body: '{"message":"Forbidden"}', outcome: 'status 403: Forbidden' },
    { body: '{"other":1}', outcome: 'status 403' },
    { body: '<html>', outcome: 'status 403' },
    { body: 'null', outcome: 'status 403' },
  ])('reports $outcome for the body $body', async ({ body, outcome }) => {
    const url = await listen(createServer((_request, response) => response.writeHead(403).end(body)));
    expect(await send(url, requestTo(url), 0)).toMatchObject({ ok: false, isRefused: true, outcome });
  });

  test('fails when a receiver does not answer within 2 s', async () => {
    const url = await listen(createServer(() => {}));
    const answer = await send(url, requestTo(url), 0);
    expect(answer).toMatchObject({ ok: false, outcome: 'no answer within 2 s', attempts: 1 });
    expect(answer.ms).toBeGreaterThan(1_900);
    expect(answer.ms).toBeLessThan(3_000);
  });

  test('reports a refused connection in words', async () => {
    const answer = await send(
      new URL('http://127.0.0.1:9/hooks/LiveApp/T'),
      requestTo(new URL('http://127.0.0.1:9')),
      0,
    );
    expect(answer).toMatchObject({ ok: false, outcome: expect.stringContaining('connection refused') });
  });
});
