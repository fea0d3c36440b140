import type { HookFields } from '../../stream/event.ts';
import type { Json } from '../../stream/values.ts';
import { isObject } from '../field-values.ts';
import { parseJson } from '../parse-json.ts';
import { decodedStrings } from './decoded-text.ts';
import { findEverywhere, findInId, findInUrls, maskSecrets, type SecretFinder } from './mask-text.ts';
import { isKeyName, isLabelName, isSecretName, isValueName } from './secret-names.ts';
import { MASK } from './secret-range.ts';

/** Deeper JSON than this is cut: the media server's own is two levels deep, and every walk of it stays shallow. */
const MAX_DEPTH = 32;
const TOO_DEEP = `[cut: nested deeper than ${MAX_DEPTH} levels]`;

/** Where secrets are looked for in a field, if not everywhere: names are words of people, ids are often paths. */
function finderOf(name: string): SecretFinder | undefined {
  if (/^(?:streamName|category|vodName)$/.test(name)) return findInUrls;
  return /^(?:id|mainTrackId|roomId)$/.test(name) ? findInId : undefined;
}

/** The fields of a hook without secrets; the same object when it holds none. Masking again changes nothing. */
export function maskFields(fields: HookFields): HookFields {
  return maskObject(fields, 0, false, maskField);
}

function maskField(name: string, value: Json): Json {
  const find = finderOf(name);
  return find && typeof value === 'string' ? maskSecrets(value, find) : maskJson(value, 1);
}

/** JSON without secrets: every text in it, names included, and all texts and numbers under a secret name. */
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
  return Number.isFinite(value) ? value : null; // 1e999: JSON can say it, and not write it
}

function maskObject(
  fields: HookFields,
  depth: number,
  isSecret: boolean,
  maskOther: (name: string, value: Json) => Json,
): HookFields {
  const entries = Object.entries(fields);
  const isPair = entries.some(
    ([name, value]) => isLabelName(name) && typeof value === 'string' && decodedStrings(value).some(isSecretName),
  );
  const isBesideValue = entries.some(([name]) => /^value$/i.test(name));
  let isChanged = false;
  const masked = entries.map(([name, value]): [string, Json] => {
    const maskedName = maskText(name);
    // A form cuts a URL at its first equals sign: a name that holds a secret hides its value too.
    const isUnderSecret = decodedStrings(name).some(isSecretName) && !(isKeyName(name) && isBesideValue);
    const hides = isSecret || maskedName !== name.toWellFormed() || isUnderSecret || (isPair && isValueName(name));
    const maskedValue = hides ? maskJson(value, depth + 1, true) : maskOther(name, value);
    isChanged ||= maskedName !== name || maskedValue !== value;
    return [maskedName, maskedValue];
  });
  return isChanged ? Object.fromEntries(masked) : fields;
}

/** A text without secrets. Masking again changes nothing. */
export function maskText(text: string, depth = 0): string {
  const wellFormed = text.toWellFormed();
  return maskJsonText(wellFormed, depth) ?? maskSecrets(wellFormed, findEverywhere);
}

/** A text that is JSON as a whole, without secrets; undefined for any other. */
export function maskJsonText(text: string, depth = 0): string | undefined {
  const [first, last] = [text.trimStart()[0] ?? '-', text.trimEnd().at(-1) ?? '-'];
  if (!'[{"'.includes(first) || !']}"'.includes(last) || depth >= MAX_DEPTH) return undefined; // failing to parse costs most
  try {
    const value = parseJson(text);
    return toMaskedJson(text, value, maskJson(value, depth + 1));
  } catch {
    return undefined;
  }
}

/**
 * JSON as it was sent when its value holds no secret, else the masked value; that also when its text seems to hold one: of a
 * name that is there twice only the last value was seen.
 */
export function toMaskedJson(text: string, value: Json, masked: Json): string {
  return masked === value && maskSecrets(text, findEverywhere) === text ? text : JSON.stringify(masked);
}
