import type { Random } from '../../../cli/simulate/random.ts';
import { captures, contentTypeOf } from '../../capture.ts';
import { isLikely, type Maker, oneOf, pick, several, whole } from './chance.ts';
import { prototypeNames } from './texts.ts';

const contentTypes = [
  ...new Set(
    captures()
      .map(contentTypeOf)
      .filter((type) => type !== undefined),
  ),
];

/** The headers of a request with a body like this. */
export function headersOf(random: Random, method: string, { length }: Buffer): [string, string][] {
  const isBare = length === 0 && method !== 'POST';
  const isChunked = !isBare && isLikely(random, 5);
  return [
    ['Host', isLikely(random, 95) ? 'receiver.example:3000' : ''],
    ...(isLikely(random, 95) ? [['Content-Type', contentType(random)] as [string, string]] : []),
    ...several(random, isLikely(random, 20) ? whole(random, 6) : 0, anyHeader),
    isChunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(length)],
    ['Connection', isLikely(random, 0.5) ? 'close' : 'keep-alive'],
  ];
}

const contentType: Maker<string> = oneOf(
  [8, (random) => pick(random, contentTypes)],
  [
    1,
    (random) => pick(random, ['', 'text/plain', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16']),
  ],
  [1, headerValue],
);

const anyHeader: Maker<[string, string]> = (random) => [
  pick(random, [
    'X-Anything',
    'Authorization',
    'Cookie',
    'User-Agent',
    'Content-Encoding',
    'X-Forwarded-For',
    'Accept',
    ...prototypeNames,
  ]),
  headerValue(random),
];

/** Any bytes that a header may have. */
function headerValue(random: Random): string {
  const char = () => (isLikely(random, 70) ? 0x20 + whole(random, 0x5f) : 0x80 + whole(random, 0x80));
  return String.fromCharCode(...several(random, whole(random, 60), char));
}
