import type { Random } from '../../../oracle/random.ts';
import { captures, contentTypeOf } from '../../capture.ts';
import { prototypeNames } from './odd-values.ts';
import { pickOne, type RandomGenerator, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';

const contentTypes = [
  ...new Set(
    captures()
      .map(contentTypeOf)
      .filter((type) => type !== undefined),
  ),
];

/** Makes the headers of a request with this body. */
export function generateHeaders(random: Random, method: string, { length }: Buffer): [string, string][] {
  const isEmpty = length === 0 && method !== 'POST';
  const isChunked = !isEmpty && randomBoolean(random, 5);
  return [
    ['Host', randomBoolean(random, 95) ? 'receiver.example:3000' : ''],
    ...(randomBoolean(random, 95) ? [['Content-Type', generateContentType(random)] as [string, string]] : []),
    ...repeat(random, randomBoolean(random, 20) ? randomInt(random, 6) : 0, generateHeader),
    isChunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(length)],
    ['Connection', randomBoolean(random, 0.5) ? 'close' : 'keep-alive'],
  ];
}

const generateContentType: RandomGenerator<string> = weightedChoice(
  [8, (random) => pickOne(random, contentTypes)],
  [
    1,
    (random) =>
      pickOne(random, ['', 'text/plain', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16']),
  ],
  [1, generateHeaderValue],
);

const generateHeader: RandomGenerator<[string, string]> = (random) => [
  pickOne(random, [
    'X-Anything',
    'Authorization',
    'Cookie',
    'User-Agent',
    'Content-Encoding',
    'X-Forwarded-For',
    'Accept',
    ...prototypeNames,
  ]),
  generateHeaderValue(random),
];

/** Makes a value of any bytes that a header may have. */
function generateHeaderValue(random: Random): string {
  const char = () => (randomBoolean(random, 70) ? 0x20 + randomInt(random, 0x5f) : 0x80 + randomInt(random, 0x80));
  return String.fromCharCode(...repeat(random, randomInt(random, 60), char));
}
