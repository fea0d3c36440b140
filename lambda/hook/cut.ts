import type { HookFields } from '../stream/event.ts';
import type { Json } from '../stream/values.ts';

// DynamoDB refuses an item above 400 KB, names included. These bounds, and those of stream/fields.ts, add up to less, in whatever way a publisher fills them.

/** For all fields of one event, in bytes of JSON. */
const MAX_FIELDS_BYTES = 300_000;
/** For one field, once all of them are too large together. */
const MAX_FIELD_BYTES = 16_000;
/** For the body of a quarantined hook, in bytes of JSON. */
export const MAX_QUARANTINED_BYTES = 300_000;

const jsonBytes = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

/** A bound on the JSON of a text of one character: six bytes and two quotes. */
const MAX_BYTES_PER_CHAR = 8;

/** Cuts a text to at most `max` bytes as JSON. A text that was cut ends in a mark with its original size. */
export function cutText(text: string, max: number): string {
  if (text.length <= max / MAX_BYTES_PER_CHAR) return text;
  const bytes = jsonBytes(text);
  if (bytes <= max) return text;
  const mark = `… [cut: ${bytes} bytes]`;
  let prefix = text.slice(0, max);
  while (jsonBytes(prefix) > max - Buffer.byteLength(mark)) prefix = prefix.slice(0, Math.floor(prefix.length * 0.9));
  return prefix.toWellFormed() + mark;
}

/** Limits JSON to `max` bytes: a larger value becomes its own text, cut. */
export function cutJson<T extends Json>(value: T, max: number): T | string {
  if (typeof value === 'string') return cutText(value, max);
  return jsonBytes(value) <= max ? value : cutText(JSON.stringify(value), max);
}

/** Limits fields to what fits an item: the longest are cut, and a mark counts those that were left out. */
export function cutFields(fields: HookFields): HookFields {
  if (jsonBytes(fields) <= MAX_FIELDS_BYTES) return fields;
  const fitting: [string, Json][] = [];
  let bytesLeft = MAX_FIELDS_BYTES;
  const entries = Object.entries(fields);
  for (const [name, value] of entries) {
    const entry: [string, Json] = [cutText(name, 1_000), cutJson(value, MAX_FIELD_BYTES)];
    bytesLeft -= jsonBytes(entry);
    if (bytesLeft < 0) break;
    fitting.push(entry);
  }
  if (fitting.length < entries.length) fitting.push(['…', `[cut: ${entries.length - fitting.length} more fields]`]);
  return Object.fromEntries(fitting);
}
