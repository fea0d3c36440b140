import { isObject } from '../field-values.ts';
import { decodeText, decodeTextWithBom } from '../parse-body.ts';
import { parseJson } from '../parse-json.ts';
import { maskFields, maskJsonText, toMaskedJson } from './mask.ts';
import { findInRawBody, maskSecrets } from './mask-text.ts';

/**
 * The text of a body as it was sent, masked in place: decoded, it could mean to the next reader what it meant to none before.
 * `isJson` says whether it is an object of JSON.
 */
export function maskRawBody(bytes: Buffer, isJson: boolean): string {
  const sent = decodeTextWithBom(bytes);
  const text = decodeText(bytes);
  const value = isJson ? parseJson(text) : null;
  if (isObject(value)) return toMaskedJson(text, value, maskFields(value));
  return maskJsonText(sent) ?? maskSecrets(sent, findInRawBody);
}
