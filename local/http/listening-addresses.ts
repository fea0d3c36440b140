import type { NetworkInterfaceInfo } from 'node:os';

/** What stands for every address of a family, and the one of them that this machine always has. */
const wildcardAddresses = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

/** Of a scope that a URL cannot name. */
const LINK_LOCAL = /^fe80:/i;

/** The address at which this machine reaches a server that listens on `bound`. */
export const localAddress = (bound: string): string => wildcardAddresses.get(bound) ?? bound;

/** The addresses at which other machines may reach a server that listens on every address. */
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
