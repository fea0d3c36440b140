import type { Json } from '../stream/values.ts';

/** Texts, so that nothing in one counts, and what else is looked for. */
const textOr = (other: string): RegExp => new RegExp(String.raw`"[^"\\]*(?:\\.[^"\\]*)*"|${other}`, 'g');
const textOrNumber = textOr(String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`);
const textOrColon = textOr(':');

/** Parses JSON; a whole number that a double cannot hold becomes the text of its digits. Throws when it is no JSON. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  if (!/\d{16}/.test(text)) return value;
  return JSON.parse(text.replace(textOrNumber, (token) => (isLost(token) ? `"${token}"` : token)));
}

/** Whether a number would be written with other digits than it came with. */
const isLost = (token: string): boolean =>
  token.length > 15 && /^-?\d+$/.test(token) && String(Number(token)) !== token;

/** JSON as it was sent, unless masking changed its value: then that as JSON. */
export function writeMasked(text: string, value: Json, masked: Json): string {
  return masked === value && !hasRepeatedNames(text, value) ? text : JSON.stringify(masked);
}

/** Whether JSON says a name of an object twice: parsing keeps the last alone, so the text may hold what nobody has seen. */
function hasRepeatedNames(text: string, value: Json): boolean {
  let members = -1; // the whole is none
  JSON.stringify(value, function (this: unknown, _name, member: Json) {
    if (!Array.isArray(this)) members++;
    return member;
  });
  for (const [token] of text.matchAll(textOrColon)) if (token === ':') members--;
  return members !== 0;
}
