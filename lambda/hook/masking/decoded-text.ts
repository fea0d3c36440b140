import type { SecretRange } from './secret-range.ts';

/** The most layers of encoding that are decoded. */
const MAX_DECODINGS = 6;

/** The depth of a character: how often it was percent-encoded, in the low four bits, and escaped as JSON, in the high ones. */
const ONE_PERCENT = 1;
const ONE_ESCAPE = 16;
const percentLevels = (depth: number): number => depth & 15;
const escapeLevels = (depth: number): number => depth >> 4;

/** A raw text after a number of decodings, with the origin of each of its characters. */
export interface DecodedText {
  readonly text: string;
  /** The position of each character in the raw text; undefined in the raw text itself. */
  readonly offsets?: Uint32Array;
  /** The depth of each character; undefined in the raw text itself. */
  readonly depths?: Uint8Array;
}

const depthAt = ({ depths }: DecodedText, at: number): number => depths?.[at] ?? 0;

export const isEncodedAlike = (decoded: DecodedText, at: number, other: number): boolean =>
  depthAt(decoded, at) === depthAt(decoded, other);

/** Whether a character was encoded less often than another: it belongs to the text around the other's value. */
export function isLessEncoded(decoded: DecodedText, at: number, than: number): boolean {
  const [outer, inner] = [depthAt(decoded, at), depthAt(decoded, than)];
  return outer !== inner && percentLevels(outer) <= percentLevels(inner) && escapeLevels(outer) <= escapeLevels(inner);
}

/** The same for percent-encoding only. */
export const isLessPercentEncoded = (decoded: DecodedText, at: number, than: number): boolean =>
  !isNotMorePercentEncoded(decoded, than, at);

export const isNotMorePercentEncoded = (decoded: DecodedText, at: number, than: number): boolean =>
  percentLevels(depthAt(decoded, at)) <= percentLevels(depthAt(decoded, than));

/** Maps a range of a decoded text to the raw text. */
export const toRawRange = ({ offsets }: DecodedText, range: SecretRange): SecretRange =>
  offsets === undefined ? range : { start: offsets[range.start] ?? 0, end: offsets[range.end] ?? 0, mask: range.mask };

/** Returns a text as received and then decoded once, twice, …, as long as there is something to decode. */
export function decodeLayers(text: string): DecodedText[] {
  const layers: DecodedText[] = [];
  let layer: DecodedText | undefined = { text };
  while (layer !== undefined && layers.length <= MAX_DECODINGS) {
    layers.push(layer);
    layer = decodeOnce(layer);
  }
  return layers;
}

/** The texts of `decodeLayers`. */
export const decodedStrings = (text: string): string[] => decodeLayers(text).map((layer) => layer.text);

/** Decodes one layer more; undefined when nothing is encoded. */
function decodeOnce(layer: DecodedText): DecodedText | undefined {
  const { text, offsets: rawOffsets = [] } = layer;
  if (!mayBeEncoded.test(text)) return undefined;
  const chars = new Uint16Array(text.length);
  const offsets = new Uint32Array(text.length + 1);
  const depths = new Uint8Array(text.length + 1);
  let length = 0;
  for (let at = 0, size = 1; at <= text.length; at += size) {
    const code = text.charCodeAt(at);
    const encoded = code === PERCENT || code === BACKSLASH ? decodeCharAt(text, at) : 0;
    size = encoded === 0 ? 1 : encoded >> 8;
    if (code === 0) continue;
    chars[length] = encoded === 0 ? code : encoded & 255;
    offsets[length] = rawOffsets[at] ?? at;
    const step = code === PERCENT ? ONE_PERCENT : ONE_ESCAPE;
    depths[length++] = depthAt(layer, at) + (encoded === 0 ? 0 : step);
  }
  if (--length === text.length) return undefined; // the last entry is the end of the text
  return { text: Buffer.from(chars.buffer, 0, 2 * length).toString('utf16le'), offsets, depths };
}

/** A percent-encoded ASCII character, an escape of JSON, or a NUL of UTF-16. */
const mayBeEncoded = /%[0-7][0-9a-f]|[\\\0]/i;

const PERCENT = 37;
const BACKSLASH = 92;

/** Decodes one character: its code, plus 256 times the length of its encoding; 0 when it is not encoded. */
function decodeCharAt(text: string, at: number): number {
  const isUnicode = text.startsWith('\\u00', at);
  if (text[at] === '%' || isUnicode) {
    const size = isUnicode ? 6 : 3;
    const hex = text.slice(at + size - 2, at + size);
    return /^[0-7][0-9a-f]$/i.test(hex) ? size * 256 + Number.parseInt(hex, 16) : 0;
  }
  const letter = ESCAPE_LETTERS.indexOf(text[at + 1] ?? '-');
  return letter < 0 ? 0 : 2 * 256 + ESCAPED_CHARS.charCodeAt(letter);
}

/** The letters after a backslash in JSON, and their characters. */
const ESCAPE_LETTERS = '"\'\\/bfnrt';
const ESCAPED_CHARS = '"\'\\/\b\f\n\r\t';
