import { isUtf8 } from 'node:buffer';
import type { HookFields } from '../stream/event.ts';
import type { Json } from '../stream/values.ts';
import { isObject, jsonField } from './field-values.ts';
import { parseJson } from './parse-json.ts';

/** The fields of a body and its encoding, or the reason why it cannot be parsed. */
export type ParsedBody =
  | { readonly fields: HookFields; readonly encoding: 'form' | 'json' }
  | { readonly unreadable: string };

/** Decodes bytes as the media server encodes text: UTF-8 or, if they are not valid UTF-8, ISO-8859-1. Drops a byte order mark. */
export function decodeText(bytes: Buffer): string {
  return decodeTextWithBom(bytes).replace(/^\ufeff/, '');
}

/** The same with a byte order mark left in: the text encodes to the bytes that were received. */
export const decodeTextWithBom = (bytes: Buffer): string => bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');

/** Parses a form or a JSON object. The content type decides which, unless the body clearly is the other. */
export function parseBody(bytes: Buffer, contentType = ''): ParsedBody {
  const text = decodeText(bytes);
  if (text.trim() === '') return { unreadable: 'empty body: expected a form or a JSON object' };
  const isForm = looksLikeForm.test(text.trimStart()) || (/urlencoded/i.test(contentType) && text.includes('='));
  if (looksLikeJson.test(text) || (/json/i.test(contentType) && !isForm)) return parseJsonBody(text);
  return isForm ? parseFormBody(bytes) : { unreadable: 'neither a form nor a JSON object: expected one of them' };
}

const looksLikeJson = /^\s*[[{"]/;
const looksLikeForm = /^\S*?=/;

function parseJsonBody(text: string): ParsedBody {
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return { unreadable: 'broken JSON: expected an object such as {"action": …}' }; // the error's own message quotes the body
  }
  return isObject(value)
    ? { fields: withParsedMetadata(value), encoding: 'json' }
    : { unreadable: 'JSON, but no object: expected one such as {"action": …}' };
}

function parseFormBody(bytes: Buffer): ParsedBody {
  const pairs = bytes
    .toString('latin1')
    .trim()
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return [percentDecode(name), percentDecode(pair.slice(name.length + 1))];
    });
  const all = pairs.flat().join('&');
  const isAllUtf8 = /[\x80-\xff]/.test(all) && isUtf8(Buffer.from(all, 'latin1')); // a body has one charset
  const decode = (part = ''): string => (isAllUtf8 ? Buffer.from(part, 'latin1').toString() : part);
  const fields = Object.fromEntries(pairs.map(([name, value]) => [decode(name), decode(value)]));
  return { fields: withParsedMetadata(fields), encoding: 'form' };
}

/** Decodes a form's text to bytes, as ISO-8859-1: `+` is a space, `%E9` a byte; any other `%` stays. */
const percentDecode = (raw: string): string =>
  raw.replace(/\+|%([0-9a-f]{2})/gi, (_all, hex = '20') => String.fromCharCode(Number.parseInt(hex, 16)));

/** Parses metadata that is a JSON object in text, as forms carry it; any other text stays text. */
function withParsedMetadata(fields: HookFields): HookFields {
  const text = jsonField(fields, 'metadata');
  if (typeof text !== 'string' || !text.trimStart().startsWith('{')) return fields;
  try {
    const metadata = parseJson(text);
    return isObject(metadata) ? { ...fields, metadata } : fields;
  } catch {
    return fields;
  }
}
