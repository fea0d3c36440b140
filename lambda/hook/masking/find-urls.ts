import { type DecodedText, isLessPercentEncoded, isNotMorePercentEncoded } from './decoded-text.ts';
import type { SecretRange } from './secret-range.ts';
import { findLiveUrlSecrets, findOtherUrlSecrets } from './url-secrets.ts';
import { endOfQuoted, endsQuoted } from './value-end.ts';

/** The range of a URL in a text. */
export interface UrlRange {
  readonly start: number;
  /** The position after `://`. */
  readonly authority: number;
  readonly end: number;
}

/** The schemes whose URLs hold a stream key. */
const liveScheme = /(?:rtmp(?:s|t|e|te)?|rtsps?|srt)$/i;
const MAX_SCHEME_LENGTH = 32;

/** Finds the URLs of a text and the secrets in them, except the values of their parameters. */
export function findUrls(decoded: DecodedText): { readonly secrets: SecretRange[]; readonly urls: UrlRange[] } {
  const { text } = decoded;
  const secrets: SecretRange[] = [];
  const urls: UrlRange[] = [];
  const first = text.search(/\S/);
  let [end, liveEnd] = [0, 0];
  for (let colon = text.indexOf('://'); colon >= 0; colon = text.indexOf('://', Math.max(liveEnd, colon + 3))) {
    const scheme = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, colon - MAX_SCHEME_LENGTH), colon))?.[0];
    if (scheme === undefined) continue;
    const start = colon - scheme.length;
    const authority = colon + 3;
    const isNested = start < end; // a parameter of another URL, or the next one of a list
    if (liveScheme.test(scheme)) {
      liveEnd = endOfLiveUrl(decoded, start, authority, first);
      secrets.push(...findLiveUrlSecrets(text.slice(authority, liveEnd), authority));
      if (!isNested) end = liveEnd;
    } else {
      if (!isNested) end = endOfUrl(decoded, authority, false);
      const next = text.indexOf('://', authority);
      secrets.push(...findOtherUrlSecrets(text.slice(authority, next < 0 ? end : Math.min(next, end)), authority));
    }
    if (!isNested) urls.push({ start, authority, end });
  }
  return { secrets, urls };
}

/** Finds the end of a live URL. Its key may hold any character if the URL is the whole text, is quoted, or is an encoded value. */
function endOfLiveUrl(decoded: DecodedText, start: number, authority: number, first: number): number {
  if (start === first) return decoded.text.length;
  if ('"\''.includes(decoded.text[start - 1] ?? '-')) return endOfQuoted(decoded, start - 1, false);
  return endOfUrl(decoded, authority, isLessPercentEncoded(decoded, start - 1, authority - 1));
}

/** Finds the end of a URL in a text; `isWhole` if it is an encoded value. */
function endOfUrl(decoded: DecodedText, authority: number, isWhole: boolean): number {
  const { text } = decoded;
  let end = text.length;
  for (let at = authority; at < end; at++) {
    const char = text[at] ?? '';
    if (!/[\s"'<>&+=\\]/.test(char)) continue;
    const isEnd =
      isWhole || '&+='.includes(char)
        ? isLessPercentEncoded(decoded, at, authority - 1) && !(isWhole && char === '+')
        : isNotMorePercentEncoded(decoded, at, authority - 1) && (!"'\\".includes(char) || endsQuoted(text, at));
    if (isEnd) end = at;
  }
  while (end > authority && ',}])'.includes(text[end - 1] ?? '')) end--; // these close a map or a list around it
  return end;
}
