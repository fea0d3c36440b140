import type { Json } from '../stream/values.ts';
import { maskLiveUrls } from './live-url.ts';
import { code, MASK, scheme, secret } from './masked.ts';
import { maskSecrets } from './secrets.ts';

/** Deeper JSON than this is cut: the media server's own is two levels deep, and every walk of it stays shallow. */
const MAX_DEPTH = 32;
const TOO_DEEP = `[cut: nested deeper than ${MAX_DEPTH} levels]`;

/** Names whose values are secrets: `token`, `subscriberCode` and their like. */
const secretName = new RegExp(`${secret}|${code}$`, 'i');

/** What every secret stands behind. Few texts hold any of it, and a hook may have tens of thousands. */
const suspect = new RegExp(`${secret}|${code}|${scheme}`, 'i');

/** Text without the stream keys, tokens and codes in it. Masking again changes nothing. */
export function maskText(text: string): string {
  const wellFormed = text.toWellFormed();
  return suspect.test(wellFormed) ? maskSecrets(maskLiveUrls(wellFormed)) : wellFormed;
}

/** The same of any JSON: every text in it, names included, and whatever stands under a secret's name. */
export function maskJson(value: Json, depth = 0): Json {
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return null; // 1e999: JSON can say it, and not write it
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((element) => maskJson(element, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => maskMember(name, member, depth + 1)));
}

/** A form cuts a URL at its first equals sign: a name that holds a secret hides its value too. */
function maskMember(name: string, value: Json, depth: number): [string, Json] {
  const masked = maskText(name);
  const hides = secretName.test(name) || masked !== name;
  return [masked, hides && value !== null ? MASK : maskJson(value, depth)];
}

/** The same of a body that could not be read: what is encoded in it is decoded first, so that nothing hides in it. */
export function maskUnreadable(body: string): string {
  return maskText(unescaped(percentDecoded(body)));
}

/** How often a text may have been percent-encoded and still be seen through. */
const MOST_ENCODINGS = 3;

function percentDecoded(text: string, times = MOST_ENCODINGS): string {
  const decoded = text.replace(/%([2-7][0-9a-f])/gi, (_all, hex: string) => charOf(hex));
  return decoded === text || times === 1 ? decoded : percentDecoded(decoded, times - 1);
}

/** JSON may write any character by its number; a quote or a backslash stays as it is, or the text would say something else. */
function unescaped(text: string): string {
  return text.replace(/\\u00(2[013-9a-f]|[346][0-9a-f]|5[0-9abdef]|7[0-9a-e])/gi, (_all, hex: string) => charOf(hex));
}

const charOf = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
