import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request to a service of AWS. */
export interface AwsRequest {
  /** The operation of AWS JSON; undefined for an invocation. */
  readonly target: string | undefined;
  readonly path: string;
  readonly body: unknown;
}

/** The status, the headers and the body of an answer; the body is sent as JSON. */
export interface AwsAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

/** Starts a server that answers as AWS would, until the test has finished; returns its URL. */
export async function startAwsEndpoint(
  respond: (request: AwsRequest) => AwsAnswer | Promise<AwsAnswer>,
): Promise<string> {
  const server = createServer(async (request, answer) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const target = request.headers['x-amz-target'];
    const {
      status = 200,
      headers = {},
      body,
    } = await respond({
      target: typeof target === 'string' ? target.replace(/^.*\./, '') : undefined,
      path: request.url ?? '',
      body: JSON.parse(text || 'null'),
    });
    answer.writeHead(status, headers).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
}
