import { generateId, generateOddText } from './odd-values.ts';
import { pickOne, type RandomGenerator, randomBoolean, randomInt, repeat, weightedChoice } from './random-generator.ts';

/** The receiver's limit, in bytes. */
export const MAX_REQUEST_BYTES = 256 * 1024;
/** API Gateway's limit, in bytes. */
export const MAX_GATEWAY_BYTES = 10 * 1024 * 1024;

/** Makes JSON of tens of thousands of levels, complete or cut off in the middle. */
export const generateDeepJson: RandomGenerator<Buffer> = (random) => {
  const [open, close] = pickOne(random, [
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"__proto__":', '}]'],
  ] as const);
  const levels = Math.min(
    10_000 + randomInt(random, 100_000),
    Math.floor((MAX_REQUEST_BYTES - 200) / (open.length + close.length)),
  );
  const inside = randomBoolean(random, 80) ? `1${close.repeat(levels)}` : '';
  const nested = `${open.repeat(levels)}${inside}`;
  return Buffer.from(`{"action":"vodReady","id":"${toSafeId(generateId(random))}","metadata":${nested}}`);
};

const toSafeId = (id: string): string => id.replace(/[^\w.-]/g, '');

/** Makes a form of as many names as fit: no body takes longer to parse. */
export const generateManyNames: RandomGenerator<Buffer> = (random) => {
  const unit = pickOne(random, ['', '=', '%3D', '=1']);
  const names = Array.from({ length: 60_000 }, (_, n) => `${n.toString(36)}${unit}`);
  return Buffer.from(`action=playStarted&id=${toSafeId(generateId(random))}&${names.join('&')}`).subarray(
    0,
    MAX_REQUEST_BYTES,
  );
};

/** Makes a body of ten thousand fields, with short names or odd ones. */
export const generateManyKeys: RandomGenerator<Buffer> = (random) => {
  const name = randomBoolean(random, 50)
    ? (n: number) => `k${n}`
    : (n: number) => `${n}${generateOddText(random)}`.slice(0, 12);
  const entries = Array.from({ length: 10_000 }, (_, n) => [name(n), n]);
  const fields = { action: 'playStarted', id: toSafeId(generateId(random)), ...Object.fromEntries(entries) };
  if (randomBoolean(random, 50)) return Buffer.from(JSON.stringify(fields)).subarray(0, MAX_REQUEST_BYTES);
  const pairs = Object.entries(fields).map(([key, value]) => `${encodeURIComponent(key.toWellFormed())}=${value}`);
  return Buffer.from(pairs.join('&')).subarray(0, MAX_REQUEST_BYTES);
};

/** Makes a body up to the limit, of text that costs much to store, mask or cut. */
export const generateLarge: RandomGenerator<Buffer> = (random) => {
  const size = randomBoolean(random, 30) ? MAX_REQUEST_BYTES : 30_000 + randomInt(random, MAX_REQUEST_BYTES - 30_000);
  const start = Buffer.from(
    pickOne(random, [`{"action":"liveStreamStarted","id":"cam-1","streamName":"`, 'action=new&id=a&b=', '']),
  );
  const unit = Buffer.from(
    pickOne(random, ['a', '\u0001', 'é', '東', '"', '\\', '%41', 'a=b&', '{"a":1},', '\0', '🎥', ' ']),
  );
  const filled = Buffer.alloc(size, unit);
  start.copy(filled);
  return filled;
};

/** Makes a body above the receiver's limit, by a byte or by much. */
export const generateTooLarge: RandomGenerator<Buffer> = weightedChoice(
  [5, (random) => Buffer.alloc(MAX_REQUEST_BYTES + 1 + randomInt(random, 3), 'a=1&')],
  [
    1,
    (random) =>
      Buffer.alloc(
        MAX_REQUEST_BYTES + randomInt(random, MAX_REQUEST_BYTES),
        repeat(random, 7, () => randomInt(random, 256)).join(),
      ),
  ],
);

/** Makes a body above API Gateway's limit. */
export const generateTooLargeForGateway: RandomGenerator<Buffer> = (random) =>
  Buffer.alloc(MAX_GATEWAY_BYTES + 1 + randomInt(random, 1000), '{"a":[');
