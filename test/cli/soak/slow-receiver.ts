import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'vitest';

/**
 * Starts a proxy of a receiver that answers hooks at once, as if they were deferred, and forwards them `ms` later, or
 * never. It forwards reads at once. Returns its URL.
 */
export async function startSlowReceiver(
  { onTestFinished }: TestContext,
  url: string,
  ms: number,
  outcome = 'deferred',
): Promise<string> {
  const timers: NodeJS.Timeout[] = [];
  const server = createServer(async (request, response) => {
    const forward = forwarder(url, request, await buffer(request));
    if (request.method === 'GET') {
      const answer = await forward();
      response.writeHead(answer.status).end(await answer.text());
      return;
    }
    if (Number.isFinite(ms)) timers.push(setTimeout(() => forward().catch(() => {}), ms));
    response.end(JSON.stringify({ outcome }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const timer of timers) clearTimeout(timer);
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a server that listens on TCP has one
}

function forwarder(url: string, { method = 'GET', url: path, headers }: IncomingMessage, body: Buffer) {
  const { 'content-type': type = '', authorization = '' } = headers;
  const init = { method, headers: { 'content-type': type, authorization }, ...(body.length > 0 && { body }) };
  return () => fetch(`${url}${path}`, init);
}
