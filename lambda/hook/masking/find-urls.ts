import { type DecodedText, isLessPercentEncoded, isNotMorePercentEncoded } from './decoded-text.ts';
import type { SecretRange } from './secret-range.ts';
import { findLiveUrlSecrets, findOtherUrlSecrets } from './url-secrets.ts';
import { endOfQuoted, endsQuoted } from './value-end.ts';

/** Where a URL stands in a text, and what follows its `://`. */
export interface UrlRange {
  readonly start: number;
  readonly rest: number;
  readonly end: number;
}

/** Protocols whose URLs hold a stream key. */
const liveScheme = /(?:rtmp(?:s|t|e|te)?|rtsps?|srt)$/i;
const MAX_SCHEME_LENGTH = 32;

/** The URLs of a text, and what is secret in each of them but for the values of its parameters. */
export function findUrls(view: DecodedText): { readonly spans: SecretRange[]; readonly urls: UrlRange[] } {
  const { text } = view;
  const spans: SecretRange[] = [];
  const urls: UrlRange[] = [];
  const first = text.search(/\S/);
  let [end, liveEnd] = [0, 0];
  for (let colon = text.indexOf('://'); colon >= 0; colon = text.indexOf('://', Math.max(liveEnd, colon + 3))) {
    const scheme = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, colon - MAX_SCHEME_LENGTH), colon))?.[0];
    if (scheme === undefined) continue;
    const start = colon - scheme.length;
    const rest = colon + 3;
    const isWithin = start < end; // a parameter of another URL, or behind one in a list
    if (liveScheme.test(scheme)) {
      liveEnd = endOfLiveUrl(view, start, rest, first);
      spans.push(...findLiveUrlSecrets(text.slice(rest, liveEnd), rest));
      if (!isWithin) end = liveEnd;
    } else {
      if (!isWithin) end = endOfUrl(view, rest, false);
      const next = text.indexOf('://', rest);
      spans.push(...findOtherUrlSecrets(text.slice(rest, next < 0 ? end : Math.min(next, end)), rest));
    }
    if (!isWithin) urls.push({ start, rest, end });
  }
  return { spans, urls };
}

/** The key of a URL may hold anything where it is a text as a whole, stands between quotes, or is an encoded value. */
function endOfLiveUrl(view: DecodedText, start: number, rest: number, first: number): number {
  if (start === first) return view.text.length;
  if ('"\''.includes(view.text[start - 1] ?? '-')) return endOfQuoted(view, start - 1, false);
  return endOfUrl(view, rest, isLessPercentEncoded(view, start - 1, rest - 1));
}

/** Where a URL in running text ends, or one that is an encoded value as a whole. */
function endOfUrl(view: DecodedText, rest: number, isWhole: boolean): number {
  const { text } = view;
  let end = text.length;
  for (let at = rest; at < end; at++) {
    const char = text[at] ?? '';
    if (!/[\s"'<>&+=\\]/.test(char)) continue;
    const isEnd =
      isWhole || '&+='.includes(char)
        ? isLessPercentEncoded(view, at, rest - 1) && !(isWhole && char === '+')
        : isNotMorePercentEncoded(view, at, rest - 1) && (!"'\\".includes(char) || endsQuoted(text, at));
    if (isEnd) end = at;
  }
  while (end > rest && ',}])'.includes(text[end - 1] ?? '')) end--; // what closes a map or a list behind it
  return end;
}
