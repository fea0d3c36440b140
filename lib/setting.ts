import { isIP } from 'node:net';

/** How one setting is read from text. */
export interface Setting<T> {
  /** What counts when it is not set, as it would be typed. */
  readonly default: string;
  /** What is accepted, in words. */
  readonly expected: string;
  /** The value, or undefined when the text is not accepted. */
  readonly read: (text: string) => T | undefined;
}

/** A whole number within bounds, both included. */
export function wholeNumber(byDefault: number, least: number, most: number): Setting<number> {
  return {
    default: String(byDefault),
    expected: `a whole number from ${least} to ${most}`,
    read: (text) => (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined),
  };
}

/** One of a few words, each for a value. */
export function oneOf<T>(byDefault: string, values: ReadonlyMap<string, T>): Setting<T> {
  return {
    default: byDefault,
    expected: `one of ${[...values.keys()].join(', ')}`,
    read: (text) => values.get(text),
  };
}

/** The name of a CloudFormation stack, by CloudFormation's rule. */
export function nameOfStack(byDefault: string): Setting<string> {
  return {
    default: byDefault,
    expected: 'a letter, then at most 127 letters, digits and hyphens',
    read: (text) => (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(text) ? text : undefined),
  };
}

/** A function's whole environment holds 4 KB: a longer list would be refused only after minutes of deployment. */
const MOST_CHARACTERS = 3_000;

/** Addresses and CIDR blocks, separated by commas; none by default. */
export const addresses: Setting<string> = {
  default: '',
  expected: `addresses and CIDR blocks with commas between them, such as 203.0.113.0/24,2001:db8::1 (at most ${MOST_CHARACTERS} characters)`,
  read: (text) => {
    if (text.trim() === '') return '';
    const blocks = text.split(',').map((block) => block.trim());
    const list = blocks.join(',');
    return list.length <= MOST_CHARACTERS && blocks.every(isBlock) ? list : undefined;
  },
};

function isBlock(block: string): boolean {
  const [address = '', prefix, ...more] = block.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    bits > 0 && more.length === 0 && (prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))
  );
}
