import { isLikely, type Maker, oneOf, pick, several, whole } from './chance.ts';
import { anId, oddText } from './texts.ts';

/** What the receiver takes at most, in bytes. */
export const MAX_BODY = 256 * 1024;
/** What API Gateway takes at most, in bytes. */
export const MAX_PAYLOAD = 10 * 1024 * 1024;

/** JSON of tens of thousands of levels, well formed or cut off in the middle. */
export const deep: Maker<Buffer> = (random) => {
  const [open, close] = pick(random, [
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"__proto__":', '}]'],
  ] as const);
  const levels = Math.min(10_000 + whole(random, 100_000), Math.floor((MAX_BODY - 200) / (open.length + close.length)));
  const inside = isLikely(random, 80) ? `1${close.repeat(levels)}` : '';
  const said = `${open.repeat(levels)}${inside}`;
  return Buffer.from(`{"action":"vodReady","id":"${safeId(anId(random))}","metadata":${said}}`);
};

const safeId = (id: string): string => id.replace(/[^\w.-]/g, '');

/** As many names as fit a form: no body takes longer to understand. */
export const manyNames: Maker<Buffer> = (random) => {
  const unit = pick(random, ['', '=', '%3D', '=1']);
  const names = Array.from({ length: 60_000 }, (_, n) => `${n.toString(36)}${unit}`);
  return Buffer.from(`action=playStarted&id=${safeId(anId(random))}&${names.join('&')}`).subarray(0, MAX_BODY);
};

/** As many keys as anybody will send, of short names or of odd ones. */
export const manyKeys: Maker<Buffer> = (random) => {
  const name = isLikely(random, 50) ? (n: number) => `k${n}` : (n: number) => `${n}${oddText(random)}`.slice(0, 12);
  const said = Array.from({ length: 10_000 }, (_, n) => [name(n), n]);
  const fields = { action: 'playStarted', id: safeId(anId(random)), ...Object.fromEntries(said) };
  if (isLikely(random, 50)) return Buffer.from(JSON.stringify(fields)).subarray(0, MAX_BODY);
  const pairs = Object.entries(fields).map(([key, value]) => `${encodeURIComponent(key.toWellFormed())}=${value}`);
  return Buffer.from(pairs.join('&')).subarray(0, MAX_BODY);
};

/** Up to the last byte that is taken, of what costs most to store, to mask or to cut. */
export const large: Maker<Buffer> = (random) => {
  const size = isLikely(random, 30) ? MAX_BODY : 30_000 + whole(random, MAX_BODY - 30_000);
  const start = Buffer.from(
    pick(random, [`{"action":"liveStreamStarted","id":"cam-1","streamName":"`, 'action=new&id=a&b=', '']),
  );
  const unit = Buffer.from(
    pick(random, ['a', '\u0001', 'é', '東', '"', '\\', '%41', 'a=b&', '{"a":1},', '\0', '🎥', ' ']),
  );
  const filled = Buffer.alloc(size, unit);
  start.copy(filled);
  return filled;
};

/** More than is taken: by a byte, or by much. */
export const tooLarge: Maker<Buffer> = oneOf(
  [5, (random) => Buffer.alloc(MAX_BODY + 1 + whole(random, 3), 'a=1&')],
  [
    1,
    (random) => Buffer.alloc(MAX_BODY + whole(random, MAX_BODY), several(random, 7, () => whole(random, 256)).join()),
  ],
);

/** More than API Gateway lets through. */
export const farTooLarge: Maker<Buffer> = (random) => Buffer.alloc(MAX_PAYLOAD + 1 + whole(random, 1000), '{"a":[');
