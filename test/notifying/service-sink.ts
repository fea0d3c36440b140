import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ServiceAnswer } from './chat-services.ts';

export interface ServicePost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers posts of JSON on this machine as a service does, until the test has finished, and returns its URL. Anything else it answers 405 or 415. */
export async function startService(
  receive: (post: ServicePost) => ServiceAnswer | Promise<ServiceAnswer>,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    if (request.method !== 'POST') return response.writeHead(405).end();
    if (headers['content-type'] !== 'application/json') return response.writeHead(415).end();
    const answer = await receive({ headers, body });
    response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // it listens on TCP
}
