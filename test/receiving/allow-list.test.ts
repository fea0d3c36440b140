import { expect, test } from 'vitest';
import { parseAllowList } from '../../lambda/receiving/allow-list.ts';

test.each([
  ['', '203.0.113.9', true],
  ['203.0.113.9', '203.0.113.9', true],
  ['203.0.113.9', '203.0.113.10', false],
  ['198.51.100.0/24, 203.0.113.0/28', '203.0.113.15', true],
  ['198.51.100.0/24, 203.0.113.0/28', '203.0.113.16', false],
  ['2001:db8::/32', '2001:db8:1::1', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['203.0.113.0/24', '2001:db8::1', false],
  ['::/0', '203.0.113.9', false],
  ['::/0', '2001:db8::1', true],
  ['::/8', '203.0.113.9', false],
  ['::/8', '::1', true],
  ['::ffff:0:0/96', '203.0.113.9', false],
  ['::ffff:203.0.113.9', '203.0.113.9', false],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['0.0.0.0/0', '::ffff:203.0.113.9', false],
  ['203.0.113.9', '::ffff:cb00:7109', false],
  ['0.0.0.0/0,::/0', '203.0.113.9', true],
  ['0.0.0.0/0,::/0', '2001:db8::1', true],
  ['::/0', 'no address', false],
])('the allow-list "%s" for %s: %s', (list, address, allowed) => {
  expect(parseAllowList(list)(address)).toBe(allowed);
});

test.each(['media.example.com', '203.0.113.0/33', '203.0.113', '10.0.0.0/x', '10.0.0.0/', '/24', '10.0.0.0/24/8'])(
  'an allow-list of "%s" throws',
  (block) => {
    expect(() => parseAllowList(block)).toThrow(`received "${block}", expected an address or a CIDR block`);
  },
);
