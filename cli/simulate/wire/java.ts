import type { Json } from '../../../lambda/stream/values.ts';

/** Formats a number as Java prints a double: `0.0`, `1.269`, `1.0E7`. */
export function javaDouble(number: number): string {
  const magnitude = Math.abs(number);
  if (!Number.isFinite(number)) return String(number);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) return exponential(number);
  return Number.isInteger(number) ? `${number}.0` : String(number);
}

function exponential(number: number): string {
  const [digits = '', exponent = ''] = number.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** Replaces each character outside ISO-8859-1 by `?`, as Java encodes it. */
export function replaceNonLatin1(text: string): string {
  return text.replace(/[^\0-\xff]/gu, '?');
}

/** Encodes a value as json-simple does: `/` as `\/`. */
export function jsonSimple(value: Json): string {
  if (typeof value === 'string') return jsonSimpleString(value);
  if (Array.isArray(value)) return `[${value.map(jsonSimple).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return jsonSimpleObject(Object.entries(value).map(([key, member]) => [key, jsonSimple(member)]));
}

/** Encodes an object whose values are encoded already. */
export function jsonSimpleObject(members: readonly (readonly [key: string, written: string])[]): string {
  return `{${members.map(([key, encoded]) => `${jsonSimpleString(key)}:${encoded}`).join(',')}}`;
}

/** Encodes a value as Gson does, which the server-level hooks use. */
export function gson(value: Json): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, unicodeEscape);
}

/** The characters that json-simple escapes as \u: controls, and U+2000 to U+20FF. */
const UNICODE_ESCAPED = /[\p{Cc}\u2000-\u20ff]/gu;

function jsonSimpleString(text: string): string {
  const short: Record<string, string> = { '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const escaped = text
    .replace(/["\\/]/g, '\\$&')
    .replace(UNICODE_ESCAPED, (char) => short[char] ?? unicodeEscape(char));
  return `"${escaped}"`;
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
