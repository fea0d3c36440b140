import { isIP } from 'node:net';
import { listOf, type Setting } from './setting.ts';

/** A function's whole environment holds 4 KB: a longer list would be refused only after minutes of deployment. */
const MOST_CHARACTERS = 3_000;

/** Addresses and CIDR blocks, as the receiver reads them: with commas between them. */
export const addresses: Setting<string> = listOf(
  `addresses and CIDR blocks with commas between them, such as 203.0.113.0/24,2001:db8::1 (at most ${MOST_CHARACTERS} characters)`,
  (blocks) => (blocks.join(',').length <= MOST_CHARACTERS && blocks.every(isBlock) ? blocks.join(',') : undefined),
);

function isBlock(block: string): boolean {
  const [address = '', prefix, ...more] = block.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    bits > 0 && more.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  );
}
