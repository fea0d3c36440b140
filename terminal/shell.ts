/** A word of a command that is printed to be pasted into a shell: quoted where it would be read as something else. */
export function shellWord(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : quoted(word);
}

/** A text that a shell reads as it is. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
