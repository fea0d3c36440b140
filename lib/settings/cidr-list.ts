import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { commaSeparated, type SettingDefinition } from './setting-definition.ts';

/** Lambda limits a function's environment to 4 KB, and would reject a longer list only after minutes of deployment. */
const MAX_CHARACTERS = 3_000;

/** Comma-separated addresses and CIDR blocks, as the receiver reads them. */
export const cidrList: SettingDefinition<string> = commaSeparated(
  `comma-separated addresses and CIDR blocks, such as 203.0.113.0/24,2001:db8::1, or a JSON list of them (not IPv4-mapped, as in ::ffff:0:0/96; at most ${MAX_CHARACTERS} characters)`,
  (blocks) => (blocks.join(',').length <= MAX_CHARACTERS && blocks.every(isCidrBlock) ? blocks.join(',') : undefined),
);

/** IPv4-mapped IPv6 addresses: no request comes from one, so such a block would never match. */
const ipv4Mapped = new BlockList();
ipv4Mapped.addSubnet('::ffff:0:0', 96, 'ipv6');

function isCidrBlock(block: string): boolean {
  const [address = '', prefix = '0', ...rest] = block.split('/');
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= maxPrefixLength(address);
}

/** Returns the longest prefix of an address, in bits; -1 if no request can come from it. */
function maxPrefixLength(address: string): number {
  if (isIPv4(address)) return 32;
  return isIPv6(address) && !ipv4Mapped.check(address, 'ipv6') ? 128 : -1;
}
