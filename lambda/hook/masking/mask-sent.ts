import { sentTextOf, textOfBytes } from '../body.ts';
import { isObject } from '../field-values.ts';
import { parseJson } from '../parse-json.ts';
import { maskFields, maskJsonText, writeMasked } from './mask.ts';
import { findInBody, maskFound } from './mask-text.ts';

/**
 * The text of a body as it was sent, masked in place: decoded, it could mean to the next reader what it meant to none before.
 * `isJson` says whether it is an object of JSON.
 */
export function maskSent(bytes: Buffer, isJson: boolean): string {
  const sent = sentTextOf(bytes);
  const text = textOfBytes(bytes);
  const value = isJson ? parseJson(text) : null;
  if (isObject(value)) return writeMasked(text, value, maskFields(value));
  return maskJsonText(sent) ?? maskFound(sent, findInBody);
}
