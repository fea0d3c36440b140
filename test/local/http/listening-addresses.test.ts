import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { httpUrl, localAddress, networkAddresses } from '../../../local/http/listening-addresses.ts';

const common = { netmask: '', mac: '', cidr: null };
const four = (address: string, internal = false): NetworkInterfaceInfo => ({
  ...{ ...common, address, internal },
  family: 'IPv4',
});
const six = (address: string, internal = false): NetworkInterfaceInfo => ({
  ...{ ...common, address, internal },
  family: 'IPv6',
  scopeid: 0,
});

const interfaces = {
  lo: [four('127.0.0.1', true), six('::1', true)],
  eth0: [four('192.168.1.7'), six('2001:db8::7'), six('fe80::7')],
  wlan0: [four('10.0.0.7')],
};

test.each([
  { bound: '0.0.0.0', own: '127.0.0.1', others: ['192.168.1.7', '10.0.0.7'] },
  { bound: '::', own: '::1', others: ['192.168.1.7', '2001:db8::7', '10.0.0.7'] },
  { bound: '127.0.0.1', own: '127.0.0.1', others: [] },
  { bound: '192.168.1.7', own: '192.168.1.7', others: [] },
])('a server on $bound is reached at $own, and from other machines at $others', ({ bound, own, others }) => {
  expect(localAddress(bound)).toBe(own);
  expect(networkAddresses(bound, interfaces)).toEqual(others);
});

test('a machine without a network has no address for other machines', () => {
  expect(networkAddresses('0.0.0.0', { lo: interfaces.lo, down: undefined })).toEqual([]);
});

test('an IPv6 address is in brackets in a URL', () => {
  expect([httpUrl('::1', 3000), httpUrl('10.0.0.7', 80)]).toEqual(['http://[::1]:3000', 'http://10.0.0.7:80']);
});
