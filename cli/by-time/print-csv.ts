import { escapeUnprintable } from '../../lambda/text/escape-unprintable.ts';

/** Prints CSV as it is to a file or a pipe, and without control characters to a terminal, which would obey them. */
export function printCsv(csv: string, { isTTY } = process.stdout): void {
  const lines = csv.replace(/\r\n$/, '\r'); // console.log adds the rest
  console.log(isTTY ? escapeUnprintable(csv.trimEnd(), '\r\n') : lines);
}
