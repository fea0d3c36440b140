/** Quotes a word of a command that is printed for pasting into a shell, only where the shell needs it. */
export function toShellWord(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : quoteForShell(word);
}

/** Quotes a text so that a shell takes it literally. */
export const quoteForShell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
