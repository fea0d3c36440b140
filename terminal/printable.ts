import stringWidth from 'string-width';

/**
 * What a terminal would obey or hide: control characters (ESC among them), those that turn the direction of
 * writing, separators of lines, and halves of characters. The joiner stays: emoji are made with it.
 */
const unprintable = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text as a terminal may have it, on one line: what it would act on is shown escaped, as in JSON. */
export function toPrintable(text: string): string {
  return text.replace(unprintable, escapeChar);
}

/** A value as JSON that is also safe on a terminal: `JSON.stringify` alone lets some control characters through. */
export function toPrintableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(unprintable, (char) => (char === '\n' ? char : escapeChar(char)));
}

function escapeChar(char: string): string {
  const units = Array.from({ length: char.length }, (_unit, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

const graphemes = new Intl.Segmenter();

/** How many columns a terminal needs for the text. */
export const displayWidth = (text: string): number => stringWidth(text);

/** The text in at most so many columns: what does not fit is cut out of its middle, and `…` says so; ids differ at their ends. */
export function truncateMiddle(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  const end = fittingEnd(text, Math.floor((columns - 1) / 2));
  return truncate(text, columns - displayWidth(end)) + end;
}

/** As much of the end of a text as fits into so many columns. */
function fittingEnd(text: string, columns: number): string {
  let end = '';
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    if (displayWidth(segment + end) > columns) break;
    end = segment + end;
  }
  return end;
}

/** The text in at most so many columns: what does not fit is cut off, and `…` says so. */
export function truncate(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    width += displayWidth(segment);
    if (width > columns) return `${text.slice(0, end)}…`;
    if (width < columns) end = index + segment.length; // as far as leaves room for the mark
  }
  return text;
}
