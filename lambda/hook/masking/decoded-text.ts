import type { SecretRange } from './secret-range.ts';

/** How often a text may have been encoded and still be seen through. */
const MAX_DECODINGS = 6;

/** How deep a character was encoded: percents in the low four bits, escapes of JSON in the high ones. */
const ONE_PERCENT = 1;
const ONE_ESCAPE = 16;
const percentLevels = (depth: number): number => depth & 15;
const escapeLevels = (depth: number): number => depth >> 4;

/** A text as it reads once it is decoded so many times, and where each of its characters stands in the text as it was sent. */
export interface DecodedText {
  readonly text: string;
  /** Undefined in the text as it was sent. */
  readonly starts?: Uint32Array;
  readonly depths?: Uint8Array;
}

const depthAt = ({ depths }: DecodedText, at: number): number => depths?.[at] ?? 0;

export const isEncodedAlike = (view: DecodedText, at: number, of: number): boolean =>
  depthAt(view, at) === depthAt(view, of);

/** Whether what stands at a place is of the text that what stands at another is a value in: encoded less often. */
export function isLessEncoded(view: DecodedText, at: number, of: number): boolean {
  const [outer, inner] = [depthAt(view, at), depthAt(view, of)];
  return outer !== inner && percentLevels(outer) <= percentLevels(inner) && escapeLevels(outer) <= escapeLevels(inner);
}

/** The same, of percents alone. */
export const isLessPercentEncoded = (view: DecodedText, at: number, of: number): boolean =>
  !isNotMorePercentEncoded(view, of, at);

/** Whether what stands at a place is encoded at most as often (by percents) as what stands at another: not within its value. */
export const isNotMorePercentEncoded = (view: DecodedText, at: number, of: number): boolean =>
  percentLevels(depthAt(view, at)) <= percentLevels(depthAt(view, of));

/** A span of a view as it stands in the text that was sent. */
export const toRawRange = ({ starts }: DecodedText, span: SecretRange): SecretRange =>
  starts === undefined ? span : { start: starts[span.start] ?? 0, end: starts[span.end] ?? 0, by: span.by };

/** The same, decoded once more; undefined when there is nothing to decode. */
function decodeOnce(view: DecodedText): DecodedText | undefined {
  const { text, starts: sent = [] } = view;
  if (!mayBeEncoded.test(text)) return undefined;
  const chars = new Uint16Array(text.length);
  const starts = new Uint32Array(text.length + 1);
  const depths = new Uint8Array(text.length + 1);
  let length = 0;
  for (let at = 0, size = 1; at <= text.length; at += size) {
    const code = text.charCodeAt(at);
    const read = code === PERCENT || code === BACKSLASH ? decodeCharAt(text, at) : 0;
    size = read === 0 ? 1 : read >> 8;
    if (code === 0) continue;
    chars[length] = read === 0 ? code : read & 255;
    starts[length] = sent[at] ?? at;
    depths[length++] = depthAt(view, at) + (read === 0 ? 0 : code === PERCENT ? ONE_PERCENT : ONE_ESCAPE);
  }
  if (--length === text.length) return undefined; // the last is the end
  return { text: Buffer.from(chars.buffer, 0, 2 * length).toString('utf16le'), starts, depths };
}

/** What may be decoded: a percent sign of ASCII, an escape of JSON, a NUL of UTF-16. */
const mayBeEncoded = /%[0-7][0-9a-f]|[\\\0]/i;

const PERCENT = 37;
const BACKSLASH = 92;

/** The character that is encoded at a place, and 256 times the length of its encoding; 0 when none is. */
function decodeCharAt(text: string, at: number): number {
  const isUnicode = text.startsWith('\\u00', at);
  if (text[at] === '%' || isUnicode) {
    const size = isUnicode ? 6 : 3;
    const hex = text.slice(at + size - 2, at + size);
    return /^[0-7][0-9a-f]$/i.test(hex) ? size * 256 + Number.parseInt(hex, 16) : 0;
  }
  const char = ESCAPE_LETTERS.indexOf(text[at + 1] ?? '-');
  return char < 0 ? 0 : 2 * 256 + ESCAPED_CHARS.charCodeAt(char);
}

/** What JSON escapes by a letter, and what it stands for. */
const ESCAPE_LETTERS = '"\'\\/bfnrt';
const ESCAPED_CHARS = '"\'\\/\b\f\n\r\t';

/** A text as it was sent, and as it reads decoded once, twice, … */
export function decodeLayers(text: string): DecodedText[] {
  const views: DecodedText[] = [];
  let view: DecodedText | undefined = { text };
  while (view !== undefined && views.length <= MAX_DECODINGS) {
    views.push(view);
    view = decodeOnce(view);
  }
  return views;
}

/** The texts that a text reads as, decoded once, twice, … */
export const decodedStrings = (text: string): string[] => decodeLayers(text).map((view) => view.text);
