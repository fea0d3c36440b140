/**
 * Characters that a terminal or a browser obeys or hides: control characters (ESC among them), those that change the
 * direction of writing, line separators, and halves of surrogate pairs. The joiner stays: emoji consist of it.
 */
const unprintable = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Escapes each unprintable character as JSON does, such as `\u001b`, except the `allowed` ones. */
export function escapeUnprintable(text: string, allowed = ''): string {
  return text.replace(unprintable, (char) => (allowed.includes(char) ? char : escapeChar(char)));
}

/** Escapes a character as JSON does, such as `\u001b`. */
export function escapeChar(char: string): string {
  const units = Array.from({ length: char.length }, (_unit, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
