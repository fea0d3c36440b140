import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { FuzzRequest } from './fuzz-request.ts';

export interface FuzzResponse {
  readonly status: number;
  readonly text: string;
  /** From the start of the request to the end of the response. */
  readonly ms: number;
}

/** Sends requests to one receiver over persistent connections. */
export class Sender {
  readonly #url: URL;
  readonly #agent: Agent;

  constructor(url: string, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Throws when there is no complete response. */
  async send({ method, path, headers, body }: Omit<FuzzRequest, 'status'>): Promise<FuzzResponse> {
    const started = performance.now();
    const response = await this.#request(method, path, headers, body);
    const responseText = await text(response);
    return { status: response.statusCode ?? 0, text: responseText, ms: performance.now() - started };
  }

  read(path: string, token: string): Promise<FuzzResponse> {
    const headers = [
      ['Host', 'receiver.example'],
      ['Authorization', `Bearer ${token}`],
    ] as const;
    return this.send({ method: 'GET', path, headers, body: Buffer.of() });
  }

  #request(method: string, path: string, headers: FuzzRequest['headers'], body: Buffer): Promise<IncomingMessage> {
    const { hostname, port } = this.#url;
    return new Promise((resolve, reject) => {
      const outgoing = request({ hostname, port, agent: this.#agent, method, path, headers: headers.flat() });
      outgoing.on('response', resolve).on('error', reject).end(body);
    });
  }
}
