/** A word of a command that is printed to be pasted into a shell: quoted where it would be read as something else. */
export function toShellWord(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : quoteForShell(word);
}

/** A text that a shell reads as it is. */
export const quoteForShell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
