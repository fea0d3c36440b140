import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();

/** Returns the number of columns that the text takes on a terminal. */
export const measureWidth = (text: string): number => stringWidth(text);

/** Cuts the end off a text that is wider than the columns, and marks the cut with `…`. */
export function truncate(text: string, columns: number): string {
  if (measureWidth(text) <= columns) return text;
  return `${takeFitting(graphemesOf(text), columns - 1).join('')}…`;
}

/** Cuts the middle out of a text that is wider than the columns, and marks the cut with `…`: ids differ at their ends. */
export function truncateMiddle(text: string, columns: number): string {
  if (measureWidth(text) <= columns) return text;
  const fromEnd = takeFitting(graphemesOf(text).toReversed(), Math.floor((columns - 1) / 2));
  const end = fromEnd.toReversed().join('');
  return truncate(text, columns - measureWidth(end)) + end;
}

const graphemesOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Returns as many of the first graphemes as fit into the columns; a wide one that straddles the edge does not. */
function takeFitting(graphemes: readonly string[], columns: number): readonly string[] {
  let width = 0;
  for (const [index, grapheme] of graphemes.entries()) {
    width += measureWidth(grapheme);
    if (width > columns) return graphemes.slice(0, index);
  }
  return graphemes;
}
