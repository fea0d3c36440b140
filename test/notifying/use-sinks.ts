import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';

/** A message as it arrived. */
export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers with a status, or does as it likes with the response. */
export type SinkAnswer = number | ((response: ServerResponse) => void);

/** A server of a recipient. */
export interface Sink {
  readonly url: string;
  /** All that arrived, in order. */
  readonly posts: ReceivedPost[];
  /** What it answers; may be changed at any time. */
  answer: (post: ReceivedPost) => SinkAnswer;
}

const closers: (() => void)[] = [];

/** Closes the sinks of each test after it. */
export function useSinks(): (answer?: Sink['answer'], tls?: ServerOptions) => Promise<Sink> {
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  return startSink;
}

async function startSink(answer: Sink['answer'] = () => 200, tls?: ServerOptions): Promise<Sink> {
  const posts: ReceivedPost[] = [];
  const server = tls === undefined ? createHttpServer() : createHttpsServer(tls);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const sink = { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hook`, posts, answer };
  server.on('request', async (request, response) => {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return; // the sender has given up
    const post = { path: request.url ?? '', headers: request.headers, body };
    posts.push(post);
    const reply = sink.answer(post);
    if (typeof reply === 'number') response.writeHead(reply).end();
    else reply(response);
  });
  return sink;
}

/** Accepts a message, and never answers. */
export const hang = (): void => {};

/** Answers with a status and headers. */
export const withHeaders =
  (status: number, headers: Record<string, string>): SinkAnswer =>
  (response) =>
    void response.writeHead(status, headers).end();
