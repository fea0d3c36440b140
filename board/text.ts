/** What a browser would obey or hide: control characters and those that turn the direction of writing; the joiner makes emoji. */
const unprintable = /(?![\u200d\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text that came from outside, as everybody may see it: what would act or hide is shown escaped, as in JSON. */
export function shown(text: string): string {
  return text.replace(unprintable, (char) =>
    Array.from(
      { length: char.length },
      (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
