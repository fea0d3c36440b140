import { toPrintable } from '../../../terminal/printable.ts';

/** Prints a line; with --json on the standard error, since the standard output has only the JSON. */
export function say(text: string, json: boolean): void {
  const line = toPrintable(text);
  if (json) console.error(line);
  else console.log(line);
}
