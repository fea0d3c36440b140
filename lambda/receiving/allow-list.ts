import { BlockList, isIPv6 } from 'node:net';

/** Whether an address may send hooks. */
export type AllowList = (address: string) => boolean;

/** An allow-list of addresses and CIDR blocks, separated by commas; an empty one lets everybody in. Throws on what is neither. */
export function allowListOf(text: string): AllowList {
  const blocks = text
    .split(',')
    .map((block) => block.trim())
    .filter((block) => block !== '');
  if (blocks.length === 0) return () => true;
  const list = new BlockList();
  for (const block of blocks) add(list, block);
  return (address) => list.check(address, familyOf(address));
}

function add(list: BlockList, block: string): void {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d+))?$/.exec(block) ?? [];
  try {
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  } catch {
    throw new Error(`Allow-list: received "${block}", expected an address or a CIDR block such as 203.0.113.0/24.`);
  }
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
