import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a sink received. */
export interface SinkRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers the request with this index. */
export type Responder = (response: ServerResponse, index: number) => unknown;

/** An HTTP server that announcements are forwarded to, until the test has finished. */
export class Sink {
  readonly requests: SinkRequest[] = [];
  /** The largest number of requests that were open at the same time. */
  maxOpen = 0;
  #open = 0;
  readonly #server: Server;

  private constructor(respond: Responder) {
    this.#server = createServer(async (request, response) => {
      this.maxOpen = Math.max(this.maxOpen, ++this.#open);
      response.once('close', () => this.#open--);
      let body = '';
      for await (const chunk of request) body += chunk;
      const { method, url: path, headers } = request;
      this.requests.push({ method, path, headers, body });
      respond(response, this.requests.length - 1);
    });
  }

  static async start(respond: Responder, port = 0): Promise<Sink> {
    const sink = await Sink.open(respond, port);
    onTestFinished(() => sink.stop());
    return sink;
  }

  /** Starts one that outlives the test: stop it. */
  static async open(respond: Responder, port = 0): Promise<Sink> {
    const sink = new Sink(respond);
    sink.#server.listen(port, '127.0.0.1');
    await once(sink.#server, 'listening');
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port; // it listens on TCP
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** The bodies of the requests, parsed. */
  get bodies(): unknown[] {
    return this.requests.map(({ body }) => JSON.parse(body));
  }

  stop(): void {
    this.#server.close().closeAllConnections();
  }
}

/** Answers with these statuses one after the other, and the last one from then on. */
export const statuses =
  (...all: readonly number[]): Responder =>
  (response, index) =>
    response.writeHead(all[Math.min(index, all.length - 1)] ?? 200).end();
