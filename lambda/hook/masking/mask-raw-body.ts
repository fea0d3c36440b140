import { isObject } from '../field-values.ts';
import { decodeText, decodeTextWithBom } from '../parse-body.ts';
import { parseJson } from '../parse-json.ts';
import { maskFields, maskJsonText, toMaskedJson } from './mask.ts';
import { findInRawBody, maskSecrets } from './mask-text.ts';

/**
 * Masks a body and leaves it encoded as it is: decoded, it could gain a meaning that it did not have when it was received.
 * `isJson` if it is a JSON object.
 */
export function maskRawBody(bytes: Buffer, isJson: boolean): string {
  const raw = decodeTextWithBom(bytes);
  const text = decodeText(bytes);
  const value = isJson ? parseJson(text) : null;
  if (isObject(value)) return toMaskedJson(text, value, maskFields(value));
  return maskJsonText(raw) ?? maskSecrets(raw, findInRawBody);
}
