import { sentTextOf } from './body.ts';
import { isObject } from './fields.ts';
import { parseJson, writeMasked } from './json-text.ts';
import { maskFields, maskJsonText, maskPair } from './mask.ts';
import { findAll, findInBody, maskFound } from './mask-text.ts';

/**
 * The text of a body as it was sent, masked in place: decoded, it could mean to the next reader what it meant to none before.
 * The encoding is that in which it could be read, if it could.
 */
export function maskSent(bytes: Buffer, encoding?: 'form' | 'json'): string {
  const sent = sentTextOf(bytes);
  if (encoding === 'form') return maskForm(sent);
  const text = sent.replace(/^\ufeff/, '');
  const value = encoding && parseJson(text);
  return isObject(value)
    ? writeMasked(text, value, maskFields(value))
    : (maskJsonText(sent) ?? maskFound(sent, findInBody));
}

/** Pair by pair, each in its own encoding; then over all of it, for pairs that are none of a form. */
function maskForm(sent: string): string {
  const masked = sent.split('&').map((pair) => maskPair(pair));
  return maskFound(masked.join('&'), findAll, (text) => [{ text }]);
}
