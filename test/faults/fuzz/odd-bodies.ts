import type { Random } from '../../../cli/simulate/random.ts';
import { isLikely, type Maker, oneOf, pick, several, whole } from './chance.ts';
import { event, type Said } from './fuzz-answers.ts';
import { oddNumber, oddText, prototypeNames } from './texts.ts';

/** A form whose percents are of any encoding, and of none. */
export function oddForm(random: Random, n: number): Buffer {
  const said = { ...event(random, n), [pick(random, prototypeNames)]: oddText(random) };
  const pairs = Object.entries(said).map(
    ([name, value]) => `${percents(random, name)}=${percents(random, String(value))}`,
  );
  const junk = several(random, whole(random, 3), (chance) => pick(chance, formJunk));
  return Buffer.from([...pairs, ...junk].join(pick(random, ['&', '&', '&&', '&\r\n'])), 'latin1');
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

/** Text percent-encoded, of UTF-8 or of Latin-1, in either case, all of it or what has to be, now and then twice. */
function percents(random: Random, text: string): string {
  const bytes = Buffer.from(text, isLikely(random, 70) ? 'utf8' : 'latin1');
  const [isAll, isUpper, isTwice] = [isLikely(random, 10), isLikely(random, 50), isLikely(random, 3)];
  const encoded = Array.from(bytes, (byte) => {
    const char = String.fromCharCode(byte);
    const hex = byte.toString(16).padStart(2, '0');
    return /[\w.-]/.test(char) && !isAll ? char : `%${isUpper ? hex.toUpperCase() : hex}`;
  }).join('');
  return isTwice ? encodeURIComponent(encoded) : encoded;
}

/** JSON that `JSON.stringify` would not write: the same key twice, any number, lone surrogates by their numbers. */
export function oddJson(random: Random, n: number): Buffer {
  const said = Object.entries(event(random, n)).map(([name, value]) => member(name, JSON.stringify(value)));
  const odd = several(random, whole(random, 6), (chance) => member(aName(chance), aValue(chance)));
  const members = [...said, ...odd, ...(isLikely(random, 10) ? said : [])];
  const text = `{${members.join(',')}}`;
  const cut = isLikely(random, 5) ? text.slice(0, whole(random, text.length)) : text;
  return Buffer.from(isLikely(random, 10) ? ` \r\n\t${cut}\n` : cut);
}

const member = (name: string, value: string): string => `${JSON.stringify(name)}:${value}`;

const aName: Maker<string> = oneOf(
  [3, (random) => pick(random, prototypeNames)],
  [3, (random) => pick(random, ['action', 'id', 'app', 'timestamp', 'metadata', 'streamName', 'mainTrackId', 'host'])],
  [2, oddText],
);

/** A value as JSON writes it. */
const aValue: Maker<string> = oneOf(
  [3, oddNumber],
  [3, (random) => JSON.stringify(oddText(random))],
  [
    2,
    (random) =>
      pick(random, ['true', 'false', 'null', '[]', '{}', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '[[[1]]]']),
  ],
  [1, (random) => `{${member(aName(random), oddNumber(random))},"__proto__":{"x":1}}`],
);

/** The same words in an encoding that no media server has. */
export function wildlyEncoded(random: Random, said: Said): Buffer {
  const text = JSON.stringify(said);
  const wild: Maker<Buffer> = oneOf(
    [1, () => Buffer.from(text, 'utf16le')],
    [1, () => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text, 'utf16le')])],
    [1, () => Buffer.from(text, 'utf16le').swap16()],
    [1, () => Buffer.from(text, 'latin1')],
    [1, () => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), Buffer.from(text)])],
    [1, () => Buffer.from(text.replace(/[a-z]/g, escapedAsCode))],
    [1, () => Buffer.from(Buffer.from(text).toString('base64'))],
  );
  return wild(random);
}

const escapedAsCode = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
