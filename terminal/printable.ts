import { escapeUnprintable } from '../lambda/text/escape-unprintable.ts';

/** Text on one line that is safe on a terminal. */
export const toPrintable = (text: string): string => escapeUnprintable(text);

/** A value as JSON that is safe on a terminal: `JSON.stringify` lets some control characters through. */
export function toPrintableJson(value: unknown): string {
  return escapeUnprintable(JSON.stringify(value, null, 2), '\n');
}
