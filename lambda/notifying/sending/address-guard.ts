import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { NameLookup } from './resolve-name.ts';

/** The refusal of an address before anything is sent to it. `message` is safe to print: it quotes nothing. */
export class AddressRefused extends Error {}

/** All unicast addresses of the internet (IANA): the others of IPv6 are special, also where they hold one of IPv4. */
const IPV6_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address (IPv4 or IPv6) is one of the internet: neither private, of this machine or link-local nor any other special one. */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(IPV6_UNICAST));
}

/** Why nothing is posted to a URL: it is not HTTPS, leads to a private address, or by plain HTTP to a public one. */
export type UrlRefusal = 'notHttps' | 'private' | 'publicHttp';

/** The names of this machine, which need no look-up. */
const LOCALHOST = /^(.*\.)?localhost\.?$/;

/**
 * Returns why a URL may not be posted to, as far as it shows; null when it may: HTTPS, to a host that is not a private address.
 * With `allowPrivate` a private one too, and there also by HTTP. The address of a name is checked by `createGuardedLookup`.
 */
export function findUrlRefusal({ protocol, hostname }: URL, allowPrivate: boolean): UrlRefusal | null {
  if (protocol !== 'https:' && !(protocol === 'http:' && allowPrivate)) return 'notHttps';
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0) return findAddressRefusal(host, protocol, allowPrivate);
  return LOCALHOST.test(host) && !allowPrivate ? 'private' : null;
}

function findAddressRefusal(address: string, protocol: string, allowPrivate: boolean): UrlRefusal | null {
  if (!isPublicAddress(address)) return allowPrivate ? null : 'private';
  return protocol === 'http:' ? 'publicHttp' : null;
}

const refusalTexts: Readonly<Record<UrlRefusal, string>> = {
  notHttps: 'not sent: its URL is not https (--allow-private permits http to a private address)',
  private: 'not sent: its URL leads to a private address (--allow-private permits it)',
  publicHttp: 'not sent: http is permitted to private addresses only; use https',
};

/** Throws `AddressRefused` unless a URL may be posted to as far as it shows. */
export const assertUrlAllowed = (url: URL, allowPrivate: boolean): void =>
  assertNotRefused(findUrlRefusal(url, allowPrivate));

function assertNotRefused(refusal: UrlRefusal | null): void {
  if (refusal !== null) throw new AddressRefused(refusalTexts[refusal]);
}

/**
 * Returns a function that looks a name up for a connection, and fails with `AddressRefused` unless all of its addresses may be
 * posted to. The connection is made to the addresses that were checked: a second look-up could answer others.
 */
export function createGuardedLookup(
  { protocol }: Pick<URL, 'protocol'>,
  allowPrivate: boolean,
  lookup: (name: string) => ReturnType<NameLookup>,
): LookupFunction {
  const findChecked = async (name: string) => {
    const addresses = await lookup(name);
    for (const { address } of addresses) assertNotRefused(findAddressRefusal(address, protocol, allowPrivate));
    return addresses;
  };
  return (name, { all }, done) => {
    findChecked(name).then(
      (addresses) => (all ? done(null, addresses) : done(null, addresses[0]?.address ?? '', addresses[0]?.family)),
      (error) => done(error, ''),
    );
  };
}
