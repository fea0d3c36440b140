import {
  type DecodedText,
  isEncodedAlike,
  isLessEncoded,
  isLessPercentEncoded,
  isNotMorePercentEncoded,
} from './decoded-text.ts';

/**
 * They match the text after the closing quote of a member's value (`,"b":1`) and of a pair's value (`&b=1`). A quote before any
 * other text belongs to the value: hand-made JSON may hold quotes that are not escaped.
 */
const followsMember = /^\s*(?:[,}\]&;]|$|"[^"\\]+"\s*:)/;
const followsPair = /^(?:[\s+,}\]&;>)/?]|$)/;

/** The next 99 characters, which are enough to see what follows. */
const charsAfter = (text: string, at: number): string => text.slice(at + 1, at + 100);

/** Finds the end of a value whose opening quote is at `open`: its closing quote, or the end of the text that holds it. */
export function endOfQuoted(decoded: DecodedText, open: number, isMember: boolean): number {
  const { text } = decoded;
  const quote = text.charCodeAt(open);
  const isOpenEscaped = isEscaped(text, open);
  const follows = isMember ? followsMember : followsPair;
  for (let at = open + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === AMPERSAND && isLessPercentEncoded(decoded, at, open)) return at;
    if (char !== quote) continue;
    if (isLessEncoded(decoded, at, open)) return at;
    const isCloseEscaped = isEscaped(text, at);
    if (isOpenEscaped && !isCloseEscaped) return at;
    if (isCloseEscaped !== isOpenEscaped || !isEncodedAlike(decoded, at, open)) continue;
    if (follows.test(charsAfter(text, at))) return isCloseEscaped ? at - 1 : at;
  }
  return text.length;
}

const AMPERSAND = 38;

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === '\\') start--;
  return (at - start) % 2 === 1;
}

/** Finds the end of a list or an object: after its closing bracket, or the end of the text that holds it. */
export function endOfBracketed(decoded: DecodedText, open: number, delimiter: number): number {
  const { text } = decoded;
  let depth = 0;
  let isQuoted = false;
  let quote = delimiter;
  for (let at = open; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '&' && isLessPercentEncoded(decoded, at, quote)) return at;
    if (char === '"') {
      if (isLessEncoded(decoded, at, quote)) return at;
      if (quote === delimiter) quote = at;
      if (isEncodedAlike(decoded, at, quote) && !isEscaped(text, at)) isQuoted = !isQuoted;
    } else if (!isQuoted && '[{'.includes(char)) depth++;
    else if (!isQuoted && ']}'.includes(char) && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The context of a value without quotes or brackets; a map is one as Java prints it: `{a=1, b=2}`. */
export type ValueContext = 'text' | 'url' | 'map' | 'json';

/** Finds the end of a value without quotes or brackets, at most `limit`; `delimiter` is the position of its `=` or `:`. */
export function endOfUnquoted(
  decoded: DecodedText,
  start: number,
  delimiter: number,
  limit: number,
  context: ValueContext,
): number {
  const { text } = decoded;
  for (let at = start; at < limit; at++) {
    const char = text[at] ?? '';
    if (!'&\n\r"<>\'\\;#,}]'.includes(char) || !isNotMorePercentEncoded(decoded, at, delimiter)) continue;
    if (endsUnquoted(text, at, char, context, text[delimiter] === '=')) return at;
  }
  return limit;
}

function endsUnquoted(text: string, at: number, char: string, context: ValueContext, isAfterEquals: boolean): boolean {
  const isInMap = context === 'map' || context === 'json';
  if (char === '"' && !isInMap && isAfterEquals && !followsMember.test(charsAfter(text, at))) return false;
  if ("\\'".includes(char)) return endsQuoted(text, at);
  if (char === '#') return context === 'url';
  if (char === '}') return isInMap;
  if (char === ']' || (char === ',' && context === 'json')) return context === 'json';
  const next = charsAfter(text, at);
  if (char === ';') return isAfterEquals && nextName.test(next);
  return char !== ',' || ((isInMap || !isAfterEquals || /^[ +]/.test(next)) && nextName.test(next));
}

/** It matches the name of the next pair: ` b=`, `"b":`. */
const nextName = /^[\s+]*["']?[\w.\-[\]%]+["']?\s*[=:]/;

/** Whether a backslash escapes a quote, or an apostrophe is a closing quote. */
export function endsQuoted(text: string, at: number): boolean {
  const next = charsAfter(text, at);
  return text[at] === '\\' ? /^\\*["']/.test(next) : followsPair.test(next);
}
