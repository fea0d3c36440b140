/** Cuts a text to at most so many characters (code points), the last of which is `…` then. */
export function cutChars(text: string, max: number): string {
  if (text.length <= max) return text;
  const chars = [...text];
  return chars.length <= max ? text : `${chars.slice(0, max - 1).join('')}…`;
}
