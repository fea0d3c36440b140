import { escapeUnprintable } from '../lambda/text/escape-unprintable.ts';

/** Characters that show nothing: blanks, and letters without a glyph. */
const invisible = /[\s\p{Cf}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** The title of a stream: its name, or its id where the name is invisible, in quotes where the id is invisible too. */
export function titleOf({ name, id }: { readonly name: string | null; readonly id: string }): string {
  if (name !== null && isVisible(name)) return name;
  return isVisible(id) ? id : `"${id}"`;
}

const isVisible = (text: string): boolean => text.replace(invisible, '') !== '';

/** Untrusted text that is safe to show; line ends and tabs stay. */
export const toPrintable = (text: string): string => escapeUnprintable(text, '\n\t');
