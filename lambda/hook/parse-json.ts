import type { Json } from '../stream/values.ts';

/** JSON strings, so that digits in them are skipped, and numbers: in `"a 1":-2.5` it matches `"a 1"` and `-2.5`. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON; a whole number that a double cannot hold becomes a string of its digits. Throws `SyntaxError` on anything else. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  if (!/\d{16}/.test(text)) return value;
  return JSON.parse(text.replace(stringOrNumber, (literal) => (losesPrecision(literal) ? `"${literal}"` : literal)));
}

const losesPrecision = (literal: string): boolean =>
  literal.length > 15 && /^-?\d+$/.test(literal) && String(Number(literal)) !== literal;
