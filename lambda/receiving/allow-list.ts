import { BlockList, isIPv6 } from 'node:net';

/** Whether an address may send hooks. */
export type AllowList = (address: string) => boolean;

/** Parses addresses and CIDR blocks, separated by commas; an empty list allows every address. Throws on anything else. */
export function parseAllowList(text: string): AllowList {
  const blocks = text
    .split(',')
    .map((block) => block.trim())
    .filter((block) => block !== '');
  if (blocks.length === 0) return () => true;
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() }; // a single list treats IPv4 as a part of IPv6
  for (const block of blocks) addBlock(lists, block);
  return (address) => {
    const family = familyOf(address);
    return lists[family].check(address, family);
  };
}

function addBlock(lists: Record<Family, BlockList>, block: string): void {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d+))?$/.exec(block) ?? [];
  const family = familyOf(address);
  try {
    if (prefix === undefined) lists[family].addAddress(address, family);
    else lists[family].addSubnet(address, Number(prefix), family);
  } catch {
    throw new Error(`Allow-list: received "${block}", expected an address or a CIDR block such as 203.0.113.0/24.`);
  }
}

type Family = 'ipv4' | 'ipv6';

const familyOf = (address: string): Family => (isIPv6(address) ? 'ipv6' : 'ipv4');
