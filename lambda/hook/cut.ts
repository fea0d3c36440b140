import type { Fields } from '../stream/event.ts';
import type { Json } from '../stream/values.ts';

// DynamoDB refuses an item above 400 KB, names included. These bounds add up to less, in whatever way a publisher fills them.

/** All fields of one event, in bytes of JSON. */
const MAX_FIELDS = 300_000;
/** One field, when together they are too many: the others keep their place. */
const MAX_FIELD = 16_000;
/** The body of a hook that could not be read, in bytes of JSON. */
export const MAX_BODY = 300_000;
/** A text in a stream's state (a name, a category, …): five of them fit. */
export const MAX_TEXT = 32_000;
/** The metadata in a stream's state. */
export const MAX_METADATA = 128_000;

const size = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

/** More bytes than JSON needs for a character of a text at the most: six, and a quote at either end. */
const MOST_BYTES = 8;

/** Text that takes at most `max` bytes as JSON, ending in a mark that tells how long it was when something was cut. */
export function cutText(text: string, max: number): string {
  if (text.length <= max / MOST_BYTES) return text;
  const bytes = size(text);
  if (bytes <= max) return text;
  const mark = `… [cut: ${bytes} bytes]`;
  let kept = text.slice(0, max);
  while (size(kept) > max - Buffer.byteLength(mark)) kept = kept.slice(0, Math.floor(kept.length * 0.9));
  return kept.toWellFormed() + mark;
}

/** JSON that takes at most `max` bytes; what is larger becomes its own text, cut. */
export function cutJson<T extends Json>(value: T, max: number): T | string {
  if (typeof value === 'string') return cutText(value, max);
  return size(value) <= max ? value : cutText(JSON.stringify(value), max);
}

/** Fields that fit an item: whole when they do, else the longest are cut, and those past the bound are counted in a mark. */
export function cutFields(fields: Fields): Fields {
  if (size(fields) <= MAX_FIELDS) return fields;
  const kept: [string, Json][] = [];
  let room = MAX_FIELDS;
  const entries = Object.entries(fields);
  for (const [name, value] of entries) {
    const entry: [string, Json] = [cutText(name, 1_000), cutJson(value, MAX_FIELD)];
    room -= size(entry);
    if (room < 0) break;
    kept.push(entry);
  }
  if (kept.length < entries.length) kept.push(['…', `[cut: ${entries.length - kept.length} more fields]`]);
  return Object.fromEntries(kept);
}
