import type { HookFields } from '../../stream/event.ts';
import type { Json } from '../../stream/values.ts';
import { isObject } from '../field-values.ts';
import { parseJson } from '../parse-json.ts';
import { decodedStrings } from './decoded-text.ts';
import { findEverywhere, findInId, findInUrls, maskSecrets, type SecretFinder } from './mask-text.ts';
import { isKeyName, isLabelName, isSecretName, isValueName } from './secret-names.ts';
import { MASK } from './secret-range.ts';

/*
 * The masking of secrets, and how its parts work together. Decision 14 has the reasons (docs/decisions).
 *
 * 1. `maskFields` and `maskJson` walk parsed JSON. Every text and number under a secret name (secret-names.ts) becomes `***`;
 *    every other text, names included, goes to `maskText`.
 * 2. `maskText` walks a text that is JSON as a whole in the same way. Any other text it gives to `maskSecrets` (mask-text.ts),
 *    which replaces the ranges that a finder returns (secret-range.ts), and again until nothing changes.
 * 3. A finder searches a text in every layer (decoded-text.ts): as it was received, and with its percent-encoding and its JSON
 *    escapes decoded once, twice, … Each layer maps its characters to those of the raw text: a secret is replaced where it was
 *    received, and everything around it stays byte for byte.
 * 4. In each layer, scanners look for secrets. They accept broken input, since that is what arrives:
 *    find-urls.ts, url-secrets.ts       URLs: their users, passwords and stream keys
 *    pair-secrets.ts, pair-scanner.ts   `name=value` and `"name":value`; value-end.ts finds where a value ends
 *    xml-secrets.ts                     elements and attributes
 *    multipart-secrets.ts               parts of a form
 *
 * mask-raw-body.ts masks a body that could not be read. All masking is idempotent.
 */

/** Deeper JSON is cut, so that recursion is bounded: the media server's own is two levels deep. */
const MAX_DEPTH = 32;
const TOO_DEEP = `[cut: nested deeper than ${MAX_DEPTH} levels]`;

/** The finder for a field that is not searched everywhere: names are titles, ids are often paths. */
function finderOf(name: string): SecretFinder | undefined {
  if (/^(?:streamName|category|vodName)$/.test(name)) return findInUrls;
  return /^(?:id|mainTrackId|roomId)$/.test(name) ? findInId : undefined;
}

/** Masks the fields of a hook; returns the same object when they hold no secret. */
export function maskFields(fields: HookFields): HookFields {
  return maskObject(fields, 0, false, maskField);
}

function maskField(name: string, value: Json): Json {
  const find = finderOf(name);
  return find && typeof value === 'string' ? maskSecrets(value, find) : maskJson(value, 1);
}

/** Masks JSON; `isSecret` if it is the value of a secret name. Returns the same object when it holds no secret. */
export function maskJson(value: Json, depth = 0, isSecret = false): Json {
  if (typeof value === 'string') return isSecret && value !== '' ? MASK : maskText(value, depth);
  if (typeof value === 'number') return maskNumber(value, isSecret);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) return TOO_DEEP;
  if (isObject(value)) return maskObject(value, depth, isSecret, (_name, member) => maskJson(member, depth + 1));
  const masked = value.map((element) => maskJson(element, depth + 1, isSecret));
  return masked.some((element, index) => element !== value[index]) ? masked : value;
}

function maskNumber(value: number, isSecret: boolean): Json {
  if (isSecret) return MASK;
  return Number.isFinite(value) ? value : null; // 1e999 is valid JSON, but `JSON.stringify` cannot write it
}

function maskObject(
  fields: HookFields,
  depth: number,
  isSecret: boolean,
  maskOther: (name: string, value: Json) => Json,
): HookFields {
  const entries = Object.entries(fields);
  const hasSecretLabel = entries.some(
    ([name, value]) => isLabelName(name) && typeof value === 'string' && decodedStrings(value).some(isSecretName),
  );
  const hasValue = entries.some(([name]) => /^value$/i.test(name));
  let isChanged = false;
  const masked = entries.map(([name, value]): [string, Json] => {
    const maskedName = maskText(name);
    // A form cuts a URL at its first equals sign: the value of a name that holds a secret may be the rest of it.
    const hasSecretName = decodedStrings(name).some(isSecretName) && !(isKeyName(name) && hasValue);
    const isSecretValue =
      isSecret || maskedName !== name.toWellFormed() || hasSecretName || (hasSecretLabel && isValueName(name));
    const maskedValue = isSecretValue ? maskJson(value, depth + 1, true) : maskOther(name, value);
    isChanged ||= maskedName !== name || maskedValue !== value;
    return [maskedName, maskedValue];
  });
  return isChanged ? Object.fromEntries(masked) : fields;
}

/** Masks a text of any format. */
export function maskText(text: string, depth = 0): string {
  const wellFormed = text.toWellFormed();
  return maskJsonText(wellFormed, depth) ?? maskSecrets(wellFormed, findEverywhere);
}

/** Masks a text that is JSON as a whole; undefined for any other. */
export function maskJsonText(text: string, depth = 0): string | undefined {
  const [first, last] = [text.trimStart()[0] ?? '-', text.trimEnd().at(-1) ?? '-'];
  if (!'[{"'.includes(first) || !']}"'.includes(last) || depth >= MAX_DEPTH) return undefined; // a failing parse is the most expensive part
  try {
    const value = parseJson(text);
    return toMaskedJson(text, value, maskJson(value, depth + 1));
  } catch {
    return undefined;
  }
}

/**
 * Returns the JSON text as received when it holds no secret, else the masked value as JSON. The text is searched too: of two
 * members with the same name the parsed value holds only the last.
 */
export function toMaskedJson(text: string, value: Json, masked: Json): string {
  return masked === value && maskSecrets(text, findEverywhere) === text ? text : JSON.stringify(masked);
}
