import { blank, code, colon, equals, MASK, percent, quote, secret } from './masked.ts';

const secretWord = String.raw`(?:${secret})[\w.-]{0,64}`;
const word = `${secretWord}|${code}`;
/** `"token":`, and the quote that opens its value, if one does; `token="` and `token: "`, where one does. */
const member = new RegExp(
  `(?:${word})(?:${quote}${blank}${colon}${blank}(${quote})?|${blank}(?:${colon}|${equals})${blank}(${quote}))`,
  'gi',
);
/** `token=`, as in a query or in a Java map printed as text; `token:`, as people write it. */
const parameter = new RegExp(
  String.raw`((?:${word})${blank}${equals}|(?:${secretWord}|subscriber_?${code})${blank}${colon})(?!${blank}${quote})(?:(?!${percent}26|${percent}7D|, ?[\w.-]{1,64}=)[^&}\n"<>\\])+`,
  'gi',
);

/** Text with the value of every token and code masked, wherever it stands in it. */
export function maskSecrets(text: string): string {
  return maskMembers(text).replace(parameter, `$1${MASK}`);
}

/** A value ends where its quote is followed by what can follow a value: one that was put together unescaped holds quotes too. */
function maskMembers(text: string): string {
  let masked = '';
  let from = 0;
  for (const match of text.matchAll(member)) {
    const start = match.index + match[0].length;
    if (match.index < from) continue;
    masked += `${text.slice(from, start)}${MASK}`;
    const opened = match[1] ?? match[2];
    from = opened === undefined ? endOfBare(text, start) : endOfQuoted(text, start, opened);
  }
  return masked + text.slice(from);
}

const follows = new RegExp(String.raw`^\s*(?:[,}\]&]|${percent}(?:2C|7D|5D|26)|$)`, 'i');
const FOLLOWING = 40;

function endOfQuoted(text: string, start: number, opened: string): number {
  for (let at = text.indexOf(opened, start); at >= 0; at = text.indexOf(opened, at + 1)) {
    const escaped = opened.length === 1 && text[at - 1] === '\\';
    const behind = at + opened.length;
    if (!escaped && follows.test(text.slice(behind, behind + FOLLOWING))) return at;
  }
  return text.length;
}

/** A number or a word ends at a comma or a brace; a list or an object is masked with all that follows it. */
function endOfBare(text: string, start: number): number {
  if (/[[{]/.test(text[start] ?? '')) return text.length;
  const end = /[,}\]\s]/.exec(text.slice(start, start + MOST_BARE));
  return end === null ? text.length : start + end.index;
}

/** A bare value is no longer than this: what seems to be is masked to the end. */
const MOST_BARE = 4_000;
