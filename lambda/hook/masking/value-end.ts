import { isAlongside, isAsDeep, isBetweenPairs, isOutside, type View } from './views.ts';

/** A closing quote is followed by what can follow a value: one that was put together unescaped holds quotes too. */
const followsMember = /^\s*(?:[,}\]&;]|$|"[^"\\]+"\s*:)/;
const followsPair = /^(?:[\s+,}\]&;>)/?]|$)/;
const FOLLOWING = 100;

/** Where a value ends whose opening quote stands at `open`: at its closing quote, else at the end of the text that it is in. */
export function endOfQuoted(view: View, open: number, isMember: boolean): number {
  const { text } = view;
  const quote = text.charCodeAt(open);
  const isEscapedToo = isEscaped(text, open);
  const follows = isMember ? followsMember : followsPair;
  for (let at = open + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === AMPERSAND && isBetweenPairs(view, at, open)) return at;
    if (char !== quote) continue;
    if (isOutside(view, at, open)) return at;
    const isInner = isEscaped(text, at);
    if (isEscapedToo && !isInner) return at;
    if (isInner !== isEscapedToo || !isAsDeep(view, at, open)) continue;
    if (follows.test(text.slice(at + 1, at + FOLLOWING))) return isInner ? at - 1 : at;
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
export function endOfBracketed(view: View, open: number, delimiter: number): number {
  const { text } = view;
  let depth = 0;
  let isQuoted = false;
  let quote = delimiter;
  for (let at = open; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '&' ? isBetweenPairs(view, at, quote) : char === '"' && isOutside(view, at, quote)) return at;
    if (char === '"') {
      if (quote === delimiter) quote = at;
      if (isAsDeep(view, at, quote) && !isEscaped(text, at)) isQuoted = !isQuoted;
    } else if (!isQuoted && '[{'.includes(char)) depth++;
    else if (!isQuoted && ']}'.includes(char) && --depth === 0) return at + 1;
  }
  return text.length;
}

/** What a value stands in that is neither quoted nor in brackets: `{a=1, b=2}`, as Java prints it, is a map. */
export type Around = 'text' | 'url' | 'map' | 'json';

/** Where such a value ends; its delimiter stands at `of`. */
export function endOfPair(view: View, start: number, of: number, limit: number, around: Around): number {
  const { text } = view;
  for (let at = start; at < limit; at++) {
    const char = text[at] ?? '';
    if (!'&\n\r"<>\'\\;#,}]'.includes(char) || !isAlongside(view, at, of)) continue;
    if (endsPair(text, at, char, around, text[of] === '=')) return at;
  }
  return limit;
}

function endsPair(text: string, at: number, char: string, around: Around, isEqual: boolean): boolean {
  const isInMap = around === 'map' || around === 'json';
  if (char === '"' && !isInMap && isEqual && !followsMember.test(text.slice(at + 1, at + FOLLOWING))) return false;
  if ("\\'".includes(char)) return endsQuote(text, at);
  if (char === '#') return around === 'url';
  if (char === '}') return isInMap;
  if (char === ']' || (char === ',' && around === 'json')) return around === 'json';
  const next = text.slice(at + 1, at + FOLLOWING);
  if (char === ';') return isEqual && nextName.test(next);
  return char !== ',' || ((isInMap || !isEqual || /^[ +]/.test(next)) && nextName.test(next));
}

const nextName = /^[\s+]*["']?[\w.\-[\]%]+["']?\s*[=:]/;

/** Whether a backslash escapes a quote, or an apostrophe is a closing quote. */
export function endsQuote(text: string, at: number): boolean {
  const rest = text.slice(at + 1, at + FOLLOWING);
  return text[at] === '\\' ? /^\\*["']/.test(rest) : followsPair.test(rest);
}
