import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { listOf, type Setting } from './setting.ts';

/** A function's whole environment holds 4 KB: a longer list would be refused only after minutes of deployment. */
const MOST_CHARACTERS = 3_000;

/** Addresses and CIDR blocks, as the receiver reads them: with commas between them. */
export const addresses: Setting<string> = listOf(
  `addresses and CIDR blocks with commas between them, such as 203.0.113.0/24,2001:db8::1, or in JSON a list of them (IPv4 not as ::ffff:0:0/96; at most ${MOST_CHARACTERS} characters)`,
  (blocks) => (blocks.join(',').length <= MOST_CHARACTERS && blocks.every(isBlock) ? blocks.join(',') : undefined),
);

/** IPv4 as a part of IPv6: no request comes from there, so that such a block would keep out whom it means. */
const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');

function isBlock(block: string): boolean {
  const [address = '', prefix = '0', ...more] = block.split('/');
  return more.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bitsOf(address);
}

/** How long a prefix of the address may be; -1 when it is none that a request comes from. */
function bitsOf(address: string): number {
  if (isIPv4(address)) return 32;
  return isIPv6(address) && !mapped.check(address, 'ipv6') ? 128 : -1;
}
