import type { NetworkInterfaceInfo } from 'node:os';

/** The wildcard address of each family, and its loopback address. */
const wildcardAddresses = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/** Link-local addresses need a scope, which a URL cannot hold. */
const LINK_LOCAL = /^fe80:/i;

/** Returns the address at which this machine reaches a server that listens on `bound`. */
export const localAddress = (bound: string): string => wildcardAddresses.get(bound) ?? bound;

/** Returns the addresses at which other machines may reach a server that listens on every address. */
export function networkAddresses(bound: string, interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string[] {
  if (!wildcardAddresses.has(bound)) return [];
  return Object.values(interfaces)
    .flatMap((interfaceAddresses = []) => interfaceAddresses)
    .filter(
      ({ internal, family, address }) =>
        !internal && (family === 'IPv4' || bound === '::') && !LINK_LOCAL.test(address),
    )
    .map(({ address }) => address);
}

export const httpUrl = (address: string, port: number): string =>
  `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
