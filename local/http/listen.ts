import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { httpUrl, isLoopbackAddress, localAddress, otherAddresses } from './listening-addresses.ts';

/** The URLs of a server that listens, without a slash at the end. */
export interface ServerUrls {
  /** The URL on this machine. */
  readonly url: string;
  /** Whether nobody but this machine reaches it. */
  readonly isLoopback: boolean;
  /** The URLs for containers on this machine, when the server listens on every address. */
  readonly containerUrls: readonly string[];
  /** The URLs for other machines, when the server listens on every address. */
  readonly networkUrls: readonly string[];
}

/** Time for which a shutdown still accepts new connections, in ms: the system would reset those in its queue. */
const ACCEPT_AFTER_STOP_MS = 500;

/** Time limit for requests in flight during a shutdown, in ms. */
const SHUTDOWN_GRACE_MS = 3_000;

/** Listens on a port (0 takes a free one) of an address. Throws when it is in use, or not of this machine. */
export async function listen(server: Server, port: number, host: string): Promise<ServerUrls> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { address, port: bound } = server.address() as AddressInfo; // a server that listens on TCP has one
  const { containers, machines } = otherAddresses(address, networkInterfaces());
  return {
    url: httpUrl(localAddress(address), bound),
    isLoopback: isLoopbackAddress(address),
    containerUrls: containers.map((host) => httpUrl(host, bound)),
    networkUrls: machines.map((host) => httpUrl(host, bound)),
  };
}

/** Closes a server after the requests in flight. */
export async function closeServer(server: Server): Promise<void> {
  await setTimeout(ACCEPT_AFTER_STOP_MS);
  const closed = new Promise((resolve) => server.close(resolve));
  const grace = new AbortController();
  const forceClose = setTimeout(SHUTDOWN_GRACE_MS, undefined, grace).then(() => server.closeAllConnections());
  await closed;
  grace.abort();
  await forceClose.catch(() => {}); // aborted: all requests have ended in time
}
