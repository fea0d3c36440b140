import { lookup as lookUp } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The refusal of an address before anything is sent to it. `message` is safe to print: it quotes nothing. */
export class AddressRefused extends Error {}

/** All unicast addresses of the internet (IANA): the others of IPv6 are special, also where they hold one of IPv4. */
const IPV6_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address (IPv4 or IPv6) is one of the internet: neither private, of this machine or link-local nor any other special one. */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(IPV6_UNICAST));
}

/**
 * Throws `AddressRefused` unless a URL may be posted to as far as it shows: HTTPS, to a host that is not a private address.
 * With `allowPrivate` a private one too, and there also by HTTP. The address of a name is checked by `createGuardedLookup`.
 */
export function assertUrlAllowed({ protocol, hostname }: URL, allowPrivate: boolean): void {
  if (protocol !== 'https:' && !(protocol === 'http:' && allowPrivate))
    throw new AddressRefused('not sent: its URL is not https (--allow-private permits http to a private address)');
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0) assertAddressAllowed(host, protocol, allowPrivate);
}

function assertAddressAllowed(address: string, protocol: string, allowPrivate: boolean): void {
  const isPublic = isPublicAddress(address);
  if (!isPublic && !allowPrivate)
    throw new AddressRefused('not sent: its URL leads to a private address (--allow-private permits it)');
  if (isPublic && protocol === 'http:')
    throw new AddressRefused('not sent: http is permitted to private addresses only; use https');
}

/**
 * Returns a function that looks a name up for a connection, and fails with `AddressRefused` unless all of its addresses may be
 * posted to. The connection is made to the addresses that were checked: a second look-up could answer others.
 */
export function createGuardedLookup(protocol: string, allowPrivate: boolean, lookup = lookUp): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '');
      try {
        for (const { address } of addresses) assertAddressAllowed(address, protocol, allowPrivate);
      } catch (refused) {
        return done(refused instanceof Error ? refused : new AddressRefused('not sent: no address'), '');
      }
      const [first] = addresses;
      if (options.all) return done(null, addresses);
      done(null, first?.address ?? '', first?.family);
    });
  };
}
