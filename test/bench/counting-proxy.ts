import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';

/** The delay of each answer, in ms. A request that arrives meanwhile did not wait for the answer. */
const RESPONSE_DELAY_MS = 100;

/** A local proxy in front of DynamoDB that records operations. */
export interface CountingProxy {
  readonly endpoint: string;
  /** Returns and clears the recorded operations, grouped by round trip: all of a group arrived before the first answer. */
  readonly roundTrips: () => string[][];
  readonly close: () => Promise<unknown>;
}

/** Starts a proxy in front of the DynamoDB at this URL. */
export async function startCountingProxy(engine: string): Promise<CountingProxy> {
  let trips: string[][] = [];
  let isIdle = true;

  const server = createServer(async (request, response) => {
    if (isIdle) trips.push([]);
    isIdle = false;
    trips.at(-1)?.push(String(request.headers['x-amz-target']).replace(/^.*\./, ''));
    const upstream = await forward(engine, request);
    await setTimeout(RESPONSE_DELAY_MS);
    isIdle = true;
    response.writeHead(upstream.statusCode ?? 502, upstream.headers);
    await pipeline(upstream, response).catch(() => response.destroy()); // the client waits no longer
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    roundTrips: () => {
      const recorded = trips;
      trips = [];
      isIdle = true;
      return recorded.map((operations) => operations.sort());
    },
    close: () => {
      server.closeAllConnections();
      return once(server.close(), 'close');
    },
  };
}

async function forward(engine: string, incoming: IncomingMessage): Promise<IncomingMessage> {
  const { origin, host } = new URL(engine);
  const forwarded = request(origin, { method: incoming.method ?? 'POST', headers: { ...incoming.headers, host } });
  incoming.pipe(forwarded);
  const [response] = await once(forwarded, 'response');
  return response;
}
