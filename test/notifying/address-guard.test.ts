import { describe, expect, test } from 'vitest';
import {
  AddressRefused,
  assertUrlAllowed,
  createGuardedLookup,
  isPublicAddress,
} from '../../lambda/notifying/sending/address-guard.ts';

const special = [
  ...[
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...[
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
  ],
  ...[
    '::',
    '::1',
    '::7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
  ],
  ...['2002:a00:1::', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
];

describe('an address', () => {
  test.each(special)('%s is not one of the internet', (address) => expect(isPublicAddress(address)).toBe(false));

  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '::ffff:8.8.8.8', '2606:4700::1111', '2a00:1450::1'])(
    '%s is one of the internet',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
});

const allowed = (url: string, allowPrivate: boolean) => {
  try {
    assertUrlAllowed(new URL(url), allowPrivate);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(AddressRefused);
    return false;
  }
};

describe('a URL', () => {
  test.each([
    ['https://hooks.slack.com/services/x', true, true],
    ['http://hooks.slack.com/services/x', false, true], // its addresses decide
    ['https://8.8.8.8/', true, true],
    ['http://8.8.8.8/', false, false],
    ['https://10.0.0.1/', false, true],
    ['http://10.0.0.1/', false, true],
    ['https://0x7f.1/', false, true],
    ['https://2130706433/', false, true],
    ['https://017700000001/', false, true],
    ['https://127.0.0.1./', false, true],
    ['https://[::1]/', false, true],
    ['https://[::ffff:169.254.169.254]/', false, true],
    ['http://[::1]/', false, true],
    ['https://[2606:4700::1111]/', true, true],
    ['http://[2606:4700::1111]/', false, false],
    ['https://localhost/', false, true],
    ['http://board.localhost./', false, true],
    ['https://localhost.example.com/', true, true],
    ['ftp://10.0.0.1/', false, false],
    ['file:///etc/passwd', false, false],
  ])('%s is allowed: %s; with --allow-private: %s', (url, publicly, privately) => {
    expect([allowed(url, false), allowed(url, true)]).toEqual([publicly, privately]);
  });
});

/** Looks a name up that has some addresses. */
function resolve(addresses: readonly string[], protocol: string, allowPrivate: boolean) {
  const records = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const lookup = createGuardedLookup({ protocol }, allowPrivate, async () => records);
  return new Promise((done, fail) =>
    lookup('name.example', { all: true }, (error, found) => (error ? fail(error) : done(found))),
  );
}

describe('a name', () => {
  test.each([
    ['https:', false, ['8.8.8.8', '2606:4700::1111'], true],
    ['https:', false, ['127.0.0.1'], false],
    ['https:', false, ['8.8.8.8', '10.0.0.1'], false],
    ['https:', false, ['10.0.0.1', '8.8.8.8'], false],
    ['https:', false, ['::ffff:127.0.0.1'], false],
    ['https:', true, ['10.0.0.1'], true],
    ['http:', true, ['10.0.0.1'], true],
    ['http:', true, ['8.8.8.8'], false],
    ['http:', true, ['10.0.0.1', '8.8.8.8'], false],
  ] as const)(
    'by %s, private addresses permitted: %s, at %j is connected to: %s',
    async (protocol, allowPrivate, addresses, isAllowed) => {
      const found = resolve(addresses, protocol, allowPrivate);
      if (isAllowed) await expect(found).resolves.toHaveLength(addresses.length);
      else await expect(found).rejects.toBeInstanceOf(AddressRefused);
    },
  );
});
