import type { Json } from '../stream/values.ts';

/** Texts, so that no digits in one count, and numbers: of `"a 1":-2.5` both `"a 1"` and `-2.5`. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON; a whole number that a double cannot hold becomes the text of its digits. Throws when it is no JSON. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  if (!/\d{16}/.test(text)) return value;
  return JSON.parse(text.replace(stringOrNumber, (token) => (losesPrecision(token) ? `"${token}"` : token)));
}

/** Whether a number would be written with other digits than it came with. */
const losesPrecision = (token: string): boolean =>
  token.length > 15 && /^-?\d+$/.test(token) && String(Number(token)) !== token;
