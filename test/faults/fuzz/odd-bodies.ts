import type { Random } from '../../../oracle/random.ts';
import { generateEvent, type HookFields } from './fuzz-events.ts';
import { generateOddNumber, generateOddText, prototypeNames } from './odd-values.ts';
import { pickOne, type RandomGenerator, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';

/** Makes a form with percent-encoding of several charsets, and with invalid parts. */
export function generateOddForm(random: Random, n: number): Buffer {
  const fields = { ...generateEvent(random, n), [pickOne(random, prototypeNames)]: generateOddText(random) };
  const pairs = Object.entries(fields).map(
    ([name, value]) => `${percentEncode(random, name)}=${percentEncode(random, String(value))}`,
  );
  const junk = repeat(random, randomInt(random, 3), (random) => pickOne(random, formJunk));
  return Buffer.from([...pairs, ...junk].join(pickOne(random, ['&', '&', '&&', '&\r\n'])), 'latin1');
}

const formJunk = [
  '%',
  '%zz',
  '%ED%A0%80=%ED%BF%BF',
  '%00=%00',
  '=',
  '==',
  'a',
  '%C0%80',
  'id=twice',
  'a=%u0041',
  '+=+',
];

/** Percent-encodes text as UTF-8 or Latin-1, in upper or lower case, in whole or where needed, at times twice. */
function percentEncode(random: Random, text: string): string {
  const bytes = Buffer.from(text, randomBoolean(random, 70) ? 'utf8' : 'latin1');
  const [isAll, isUpper, isTwice] = [randomBoolean(random, 10), randomBoolean(random, 50), randomBoolean(random, 3)];
  const encoded = Array.from(bytes, (byte) => {
    const char = String.fromCharCode(byte);
    const hex = byte.toString(16).padStart(2, '0');
    return /[\w.-]/.test(char) && !isAll ? char : `%${isUpper ? hex.toUpperCase() : hex}`;
  }).join('');
  return isTwice ? encodeURIComponent(encoded) : encoded;
}

/** Makes JSON that `JSON.stringify` would not write: repeated keys, unusual numbers, lone surrogates. */
export function generateOddJson(random: Random, n: number): Buffer {
  const hookMembers = Object.entries(generateEvent(random, n)).map(([name, value]) =>
    toMember(name, JSON.stringify(value)),
  );
  const odd = repeat(random, randomInt(random, 6), (random) => toMember(generateName(random), generateValue(random)));
  const members = [...hookMembers, ...odd, ...(randomBoolean(random, 10) ? hookMembers : [])];
  const text = `{${members.join(',')}}`;
  const cut = randomBoolean(random, 5) ? text.slice(0, randomInt(random, text.length)) : text;
  return Buffer.from(randomBoolean(random, 10) ? ` \r\n\t${cut}\n` : cut);
}

const toMember = (name: string, value: string): string => `${JSON.stringify(name)}:${value}`;

const generateName: RandomGenerator<string> = weightedChoice(
  [3, (random) => pickOne(random, prototypeNames)],
  [
    3,
    (random) => pickOne(random, ['action', 'id', 'app', 'timestamp', 'metadata', 'streamName', 'mainTrackId', 'host']),
  ],
  [2, generateOddText],
);

/** Makes a value, as JSON text. */
const generateValue: RandomGenerator<string> = weightedChoice(
  [3, generateOddNumber],
  [3, (random) => JSON.stringify(generateOddText(random))],
  [
    2,
    (random) =>
      pickOne(random, ['true', 'false', 'null', '[]', '{}', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '[[[1]]]']),
  ],
  [1, (random) => `{${toMember(generateName(random), generateOddNumber(random))},"__proto__":{"x":1}}`],
);

/** Encodes fields in a way that no media server does. */
export function encodeUnusually(random: Random, fields: HookFields): Buffer {
  const text = JSON.stringify(fields);
  const generate: RandomGenerator<Buffer> = weightedChoice(
    [1, () => Buffer.from(text, 'utf16le')],
    [1, () => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')])],
    [1, () => Buffer.from(text, 'utf16le').swap16()],
    [1, () => Buffer.from(text, 'latin1')],
    [1, () => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(text)])],
    [1, () => Buffer.from(text.replace(/[a-z]/g, toUnicodeEscape))],
    [1, () => Buffer.from(Buffer.from(text).toString('base64'))],
  );
  return generate(random);
}

const toUnicodeEscape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
