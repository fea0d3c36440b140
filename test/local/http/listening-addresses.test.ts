import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { httpUrl, isLoopbackAddress, localAddress, otherAddresses } from '../../../local/http/listening-addresses.ts';

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
  { bound: '0.0.0.0', own: '127.0.0.1', machines: ['192.168.1.7', '10.0.0.7'] },
  { bound: '::', own: '::1', machines: ['192.168.1.7', '2001:db8::7', '10.0.0.7'] },
])('a server on $bound is reached at $own, and from other machines at $machines', ({ bound, own, machines }) => {
  expect(localAddress(bound)).toBe(own);
  expect(otherAddresses(bound, interfaces)).toEqual({ containers: ['host.docker.internal'], machines });
});

test.each(['127.0.0.1', '192.168.1.7'])('a server on %s is reached nowhere else', (bound) => {
  expect(localAddress(bound)).toBe(bound);
  expect(otherAddresses(bound, interfaces)).toEqual({ containers: [], machines: [] });
});

test('a machine without a network has no address for other machines', () => {
  const offline = { lo: interfaces.lo, down: undefined, awdl0: [four('169.254.3.4'), six('fe80::7')] };
  expect(otherAddresses('::', offline)).toEqual({ containers: ['host.docker.internal'], machines: [] });
});

test.each(['docker0', 'br-1a2b3c4d5e6f', 'podman0', 'cni-podman0'])('%s leads to containers alone', (name) => {
  const withBridges = { ...interfaces, [name]: [four('172.17.0.1')], 'br-0f0f0f0f0f0f': [four('172.18.0.1')] };
  expect(otherAddresses('0.0.0.0', withBridges)).toEqual({
    containers: ['host.docker.internal', '172.17.0.1'],
    machines: ['192.168.1.7', '10.0.0.7'],
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['::1:7', false],
  ['192.168.127.1', false],
])('%s is a loopback address: %s', (address, isLoopback) => expect(isLoopbackAddress(address)).toBe(isLoopback));

test('an IPv6 address is in brackets in a URL', () => {
  expect([httpUrl('::1', 3000), httpUrl('10.0.0.7', 80)]).toEqual(['http://[::1]:3000', 'http://10.0.0.7:80']);
});
