import type { NetworkInterfaceInfo } from 'node:os';

/** The wildcard address of each family, and its loopback address. */
const wildcardAddresses = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/** Link-local addresses: IPv6 ones need a scope, which a URL cannot hold, and IPv4 ones say that no network was found. */
const LINK_LOCAL = /^(fe80:|169\.254\.)/i;

/** The name by which a container reaches its host: Docker Desktop knows it, elsewhere the container has to be told. */
const CONTAINER_HOST = 'host.docker.internal';

/** The names that Docker and Podman give to the bridges between this machine and its containers. */
const CONTAINER_BRIDGE = /^(docker|br-|podman|cni-podman)/;

/** The addresses of a server for those who are not on this machine. */
export interface OtherAddresses {
  /** Those for containers on this machine. */
  readonly containers: readonly string[];
  /** Those for other machines. */
  readonly machines: readonly string[];
}

/** Returns the address at which this machine reaches a server that listens on `bound`. */
export const localAddress = (bound: string): string => wildcardAddresses.get(bound) ?? bound;

/** Returns whether nobody but this machine reaches a server at an address. */
export const isLoopbackAddress = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/i.test(address);

/**
 * Returns the addresses at which others may reach a server that listens on every address. Of the bridges to containers only the
 * first is named: a container reaches each address of its host, and a machine may have dozens of bridges.
 */
export function otherAddresses(bound: string, interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): OtherAddresses {
  if (!wildcardAddresses.has(bound)) return { containers: [], machines: [] };
  const addressesOf = (isBridge: boolean) =>
    Object.entries(interfaces)
      .filter(([name]) => CONTAINER_BRIDGE.test(name) === isBridge)
      .flatMap(([, interfaceAddresses = []]) => interfaceAddresses)
      .filter((candidate) => isUsable(candidate, bound))
      .map(({ address }) => address);
  return { containers: [CONTAINER_HOST, ...addressesOf(true).slice(0, 1)], machines: addressesOf(false) };
}

const isUsable = ({ internal, family, address }: NetworkInterfaceInfo, bound: string): boolean =>
  !internal && (family === 'IPv4' || bound === '::') && !LINK_LOCAL.test(address);

/** Returns the URL of a host name or an address, without a slash at the end. */
export const httpUrl = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
