import {
  type DecodedText,
  isEncodedAlike,
  isLessEncoded,
  isLessPercentEncoded,
  isNotMorePercentEncoded,
} from './decoded-text.ts';

/** A closing quote is followed by what can follow a value: one that was put together unescaped holds quotes too. */
const followsMember = /^\s*(?:[,}\]&;]|$|"[^"\\]+"\s*:)/;
const followsPair = /^(?:[\s+,}\]&;>)/?]|$)/;
const LOOKAHEAD = 100;

/** Where a value ends whose opening quote stands at `open`: at its closing quote, else at the end of the text that it is in. */
export function endOfQuoted(view: DecodedText, open: number, isMember: boolean): number {
  const { text } = view;
  const quote = text.charCodeAt(open);
  const isEscapedToo = isEscaped(text, open);
  const follows = isMember ? followsMember : followsPair;
  for (let at = open + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === AMPERSAND && isLessPercentEncoded(view, at, open)) return at;
    if (char !== quote) continue;
    if (isLessEncoded(view, at, open)) return at;
    const isInner = isEscaped(text, at);
    if (isEscapedToo && !isInner) return at;
    if (isInner !== isEscapedToo || !isEncodedAlike(view, at, open)) continue;
    if (follows.test(text.slice(at + 1, at + LOOKAHEAD))) return isInner ? at - 1 : at;
  }
  return text.length;
}

const AMPERSAND = 38;

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text[start - 1] === '\\') start--;
  return (at - start) % 2 === 1;
}

/** Where a list or an object ends: behind its closing bracket, else at the end of the text that it is in. */
export function endOfBracketed(view: DecodedText, open: number, delimiter: number): number {
  const { text } = view;
  let depth = 0;
  let isQuoted = false;
  let quote = delimiter;
  for (let at = open; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '&' ? isLessPercentEncoded(view, at, quote) : char === '"' && isLessEncoded(view, at, quote))
      return at;
    if (char === '"') {
      if (quote === delimiter) quote = at;
      if (isEncodedAlike(view, at, quote) && !isEscaped(text, at)) isQuoted = !isQuoted;
    } else if (!isQuoted && '[{'.includes(char)) depth++;
    else if (!isQuoted && ']}'.includes(char) && --depth === 0) return at + 1;
  }
  return text.length;
}

/** What a value stands in that is neither quoted nor in brackets: `{a=1, b=2}`, as Java prints it, is a map. */
export type ValueContext = 'text' | 'url' | 'map' | 'json';

/** Where such a value ends; its delimiter stands at `of`. */
export function endOfUnquoted(
  view: DecodedText,
  start: number,
  delimiter: number,
  limit: number,
  context: ValueContext,
): number {
  const { text } = view;
  for (let at = start; at < limit; at++) {
    const char = text[at] ?? '';
    if (!'&\n\r"<>\'\\;#,}]'.includes(char) || !isNotMorePercentEncoded(view, at, delimiter)) continue;
    if (endsUnquoted(text, at, char, context, text[delimiter] === '=')) return at;
  }
  return limit;
}

function endsUnquoted(text: string, at: number, char: string, context: ValueContext, isAfterEquals: boolean): boolean {
  const isInMap = context === 'map' || context === 'json';
  if (char === '"' && !isInMap && isAfterEquals && !followsMember.test(text.slice(at + 1, at + LOOKAHEAD)))
    return false;
  if ("\\'".includes(char)) return endsQuoted(text, at);
  if (char === '#') return context === 'url';
  if (char === '}') return isInMap;
  if (char === ']' || (char === ',' && context === 'json')) return context === 'json';
  const next = text.slice(at + 1, at + LOOKAHEAD);
  if (char === ';') return isAfterEquals && nextName.test(next);
  return char !== ',' || ((isInMap || !isAfterEquals || /^[ +]/.test(next)) && nextName.test(next));
}

const nextName = /^[\s+]*["']?[\w.\-[\]%]+["']?\s*[=:]/;

/** Whether a backslash escapes a quote, or an apostrophe is a closing quote. */
export function endsQuoted(text: string, at: number): boolean {
  const rest = text.slice(at + 1, at + LOOKAHEAD);
  return text[at] === '\\' ? /^\\*["']/.test(rest) : followsPair.test(rest);
}
