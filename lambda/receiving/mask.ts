import type { Json } from '../stream/values.ts';

/** What stands where a secret stood. */
export const MASK = '***';

/** Deeper JSON than this is cut: the media server's own is two levels deep, and every walk of it stays shallow. */
const MAX_DEPTH = 32;
const TOO_DEEP = `[cut: nested deeper than ${MAX_DEPTH} levels]`;

/** Names whose values are secrets: `token`, `subscriberCode` and their like. */
const secretName = /token|codes?$|secret|passw|jwt/i;

// A slash, a colon and a quote, as they stand in plain text, in JSON inside of text, and percent-encoded.
const slash = String.raw`(?:\\{0,4}\/|(?:%5C){0,4}%2F)`;
const colon = '(?::|%3A)';
const quote = String.raw`(?:\\{0,4}["']|(?:%5C){0,4}%2[27])`;

/** scheme, authority, application, and the rest, which holds the stream key. */
const liveUrl = new RegExp(
  String.raw`\b(rtmps?|rtsp|srt)${colon}${slash}${slash}((?:(?!${slash})[^\s"'<>\\?])*)(?:${slash}((?:(?!${slash})[^\s"'<>\\?])*))?((?:\\{1,4}\/|[^\s"'<>\\])*)`,
  'gi',
);

const secretWord = String.raw`(?:token|secret|passw|jwt)[\w.-]{0,64}|codes?`;
/** `"token":"…"`, with a value that is quoted or not; a quoted one that never ends is masked to the end. */
const secretMember = new RegExp(
  String.raw`((?:${secretWord})${quote}\s{0,8}${colon}\s{0,8})(?:(${quote})(?:(?!${quote}).)*|(?!${quote})[^,}\s]+)`,
  'gis',
);
/** `token=…`, as in a query or in a Java map printed as text. */
const secretParameter = new RegExp(String.raw`((?:${secretWord})(?:=|%3D))(?:(?!%26|%2C|%7D)[^&,;}\s"'<>\\])+`, 'gi');

/** Text without the stream keys, tokens and codes in it. Masking again changes nothing. */
export function maskText(text: string): string {
  return text
    .toWellFormed()
    .replace(liveUrl, (_all, scheme: string, host: string, first = '', rest = '') => maskUrl(scheme, host, first, rest))
    .replace(secretMember, (_all, name: string, opened = '') => `${name}${opened}${MASK}`)
    .replace(secretParameter, `$1${MASK}`);
}

/** The same of any JSON: every text in it, names included, and whatever stands under a secret's name. */
export function maskJson(value: Json, depth = 0): Json {
  if (typeof value === 'string') return maskText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((element) => maskJson(element, depth + 1));
  const members = Object.entries(value).map(([name, member]) => [maskText(name), maskMember(name, member, depth + 1)]);
  return Object.fromEntries(members);
}

function maskMember(name: string, value: Json, depth: number): Json {
  const hides = secretName.test(name) || maskText(name) !== name; // a form cuts a URL at its first equals sign
  return hides && value !== null ? MASK : maskJson(value, depth);
}

/** `scheme://host/app/***`; a single segment may be the key itself, so it goes too, as does whoever stands before the host. */
function maskUrl(scheme: string, authority: string, first: string, rest: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const app = first === '' || rest === '' ? '' : `${first}/`;
  return `${scheme}://${host}/${app}${MASK}`;
}
