import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';

/** How long each answer is held, in ms: what is asked meanwhile did not wait for it. */
const RESPONSE_DELAY_MS = 100;

/** A proxy on this machine, before a DynamoDB, that tells what it was asked. */
export interface CountingProxy {
  readonly endpoint: string;
  /** The operations since it was last asked, by round trip: those of one all came before any of them was answered. */
  readonly roundTrips: () => string[][];
  readonly close: () => Promise<unknown>;
}

/** Starts a proxy before the DynamoDB at this address. */
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
    await pipeline(upstream, response);
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
