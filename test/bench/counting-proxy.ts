import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';

/** How long each answer is held, in ms: what is asked meanwhile did not wait for it. */
const HELD_MS = 100;

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
  let isAnswered = true;

  const server = createServer(async (asked, answering) => {
    if (isAnswered) trips.push([]);
    isAnswered = false;
    trips.at(-1)?.push(String(asked.headers['x-amz-target']).replace(/^.*\./, ''));
    const answer = await forward(engine, asked);
    await setTimeout(HELD_MS);
    isAnswered = true;
    answering.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, answering);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    roundTrips: () => {
      const told = trips;
      trips = [];
      isAnswered = true;
      return told.map((operations) => operations.sort());
    },
    close: () => {
      server.closeAllConnections();
      return once(server.close(), 'close');
    },
  };
}

async function forward(engine: string, asked: IncomingMessage): Promise<IncomingMessage> {
  const { origin, host } = new URL(engine);
  const forwarded = request(origin, { method: asked.method ?? 'POST', headers: { ...asked.headers, host } });
  asked.pipe(forwarded);
  const [answer] = await once(forwarded, 'response');
  return answer;
}
