import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterEach } from 'vitest';

/** A request as it came, byte for byte. */
export interface RawRequest {
  readonly path: string;
  /** The request line and the headers. */
  readonly head: string;
}

/** Answers with these bytes, or does as it likes with the socket. */
export type Answer = Buffer | string | ((socket: Socket) => void);
export type Responder = (request: RawRequest) => Answer;

/** A server on TCP that answers byte for byte, and what reached it. */
export interface RestServer {
  readonly url: string;
  readonly requests: readonly RawRequest[];
  /** Connections that were ever opened. */
  readonly connections: () => number;
  /** The most requests that were unanswered at once. */
  readonly maxAtOnce: () => number;
}

const servers: Server[] = [];
const sockets = new Set<Socket>();

/** Closes the servers of each test after it. */
export function useRestServers(): (respond: Responder, tls?: TlsOptions) => Promise<RestServer> {
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });
  return startRestServer;
}

async function startRestServer(respond: Responder, tls?: TlsOptions): Promise<RestServer> {
  const requests: RawRequest[] = [];
  let connections = 0;
  let atOnce = 0;
  let max = 0;
  const answer = (socket: Socket, request: RawRequest) => {
    requests.push(request);
    max = Math.max(max, ++atOnce);
    const bytes = respond(request);
    setImmediate(() => {
      atOnce--;
      if (typeof bytes === 'function') bytes(socket);
      else socket.write(bytes);
    });
  };
  const accept = (socket: Socket) => {
    connections++;
    readRequests(socket, (request) => answer(socket, request));
  };
  const server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/LiveApp`;
  return { url, requests, connections: () => connections, maxAtOnce: () => max };
}

function readRequests(socket: Socket, onRequest: (request: RawRequest) => void): void {
  sockets.add(socket);
  let received = '';
  socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  socket.on('data', (data) => {
    received += data.toString('latin1');
    for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
      const head = received.slice(0, end);
      received = received.slice(end + 4);
      onRequest({ path: head.split(' ')[1] ?? '', head });
    }
  });
}

/** Reads a captured response of the genuine server, such as `2.9.0/broadcast-get-404`. */
export const captured = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/rest/${name}.res.http`, import.meta.url));

/** Builds a response with this body. */
export function response(status: number, contentType: string, body: string | Buffer, headers = ''): Buffer {
  const bytes = Buffer.from(body);
  const head = `HTTP/1.1 ${status} \r\nContent-Type: ${contentType}\r\nContent-Length: ${bytes.length}\r\n${headers}\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

export const json = (value: unknown, headers?: string): Buffer =>
  response(200, 'application/json', JSON.stringify(value), headers);

/** Answers the count as the genuine server does, and everything else by `respond`. */
export const afterCount =
  (respond: Responder): Responder =>
  (request) =>
    request.path === '/LiveApp/rest/v2/broadcasts/count' ? captured('broadcasts-count-empty') : respond(request);
