import { isUtf8 } from 'node:buffer';
import type { Fields } from '../stream/hook.ts';
import type { Json } from '../stream/values.ts';
import { isObject, jsonOf } from './fields.ts';
import { parseJson } from './json-text.ts';

/** What a body said, and in which encoding, or why it could not be read. */
export type Body = { readonly fields: Fields; readonly encoding: 'form' | 'json' } | { readonly unreadable: string };

/** Text of bytes as the media server writes them: UTF-8, and where they are none, ISO-8859-1. */
export function textOfBytes(bytes: Buffer): string {
  return sentTextOf(bytes).replace(/^\ufeff/, '');
}

/** The same, with the mark of byte order that it may start with: read again, it says what the bytes said. */
export const sentTextOf = (bytes: Buffer): string => bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');

/** Reads a form or a JSON object. The content type decides which, unless the body plainly is the other. */
export function readBody(bytes: Buffer, contentType = ''): Body {
  const text = textOfBytes(bytes);
  if (text.trim() === '') return { unreadable: 'empty body: expected a form or a JSON object' };
  const mayBeForm = looksLikeForm.test(text.trimStart()) || (/urlencoded/i.test(contentType) && text.includes('='));
  const form = mayBeForm && !looksLikeNeither.test(text);
  if (looksLikeJson.test(text) || (/json/i.test(contentType) && !form)) return readJson(text);
  return form ? readForm(bytes) : { unreadable: 'neither a form nor a JSON object: expected one of them' };
}

const looksLikeJson = /^\s*[[{"]/;
/** What stands before the first `=` of a form holds no blank. */
const looksLikeForm = /^\S*?=/;
/** UTF-16, and multipart, whose first line may be `--=_part`. */
const looksLikeNeither = /^(?:.?\0|\xff\xfe|\xfe\xff|--[^\r\n]*\r?\n)/;

function readJson(text: string): Body {
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return { unreadable: 'broken JSON: expected an object such as {"action": …}' }; // the error's message quotes the body
  }
  return isObject(value)
    ? { fields: withMetadata(value), encoding: 'json' }
    : { unreadable: 'JSON, but no object: expected one such as {"action": …}' };
}

function readForm(bytes: Buffer): Body {
  const pairs = bytes
    .toString('latin1')
    .trim()
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [Part, Part] => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [partOf(pair), ''] : [partOf(pair.slice(0, equals)), partOf(pair.slice(equals + 1))];
    });
  const isAllUtf8 = pairs.flat().every((part) => typeof part === 'string' || isUtf8(part));
  const charset = isAllUtf8 ? 'utf8' : 'latin1';
  const textOf = (part: Part): string => (typeof part === 'string' ? part : part.toString(charset));
  const fields = Object.fromEntries(pairs.map(([name, value]) => [textOf(name), textOf(value)]));
  return { fields: withMetadata(fields), encoding: 'form' };
}

/** A name or a value of a form: text, or the bytes of one that is still to be understood, since one charset is that of all. */
type Part = string | Buffer;

const partOf = (text: string): Part => (isPlain.test(text) ? text : percentDecoded(text));

/** What stands for itself in a form, in either charset. */
const isPlain = /^[^%+\x80-\xff]*$/;

/** The bytes that a form's characters stand for: `+` is a space, `%E9` a byte; a `%` of nothing stays what it is. */
function percentDecoded(raw: string): Buffer {
  const plain = raw
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

/** Metadata that is an object in JSON text, as forms carry it, becomes that object; other text stays text. */
function withMetadata(fields: Fields): Fields {
  const text = jsonOf(fields, 'metadata');
  if (typeof text !== 'string' || !text.trimStart().startsWith('{')) return fields;
  try {
    const metadata = parseJson(text);
    return isObject(metadata) ? { ...fields, metadata } : fields;
  } catch {
    return fields;
  }
}
