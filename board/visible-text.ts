/** A blank at which no line breaks. */
export const NBSP = '\u00a0';

/** What a browser would obey or hide: control characters and those that turn the direction of writing; the joiner makes emoji. */
const unprintable = /(?![\u200d\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Of which nothing is seen: blanks, and letters that are drawn as none. */
const invisible = /[\s\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** What a stream is called: its id where nothing can be seen of its name, in quotes where nothing can be seen of that. */
export function titleOf({ name, id }: { readonly name: string | null; readonly id: string }): string {
  if (name !== null && isVisible(name)) return name;
  return isVisible(id) ? id : `"${id}"`;
}

const isVisible = (text: string): boolean => text.replace(invisible, '') !== '';

/** Text that came from outside, as everybody may see it: what would act or hide is shown escaped, as in JSON. */
export function toPrintable(text: string): string {
  return text.replace(unprintable, (char) =>
    Array.from(
      { length: char.length },
      (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
