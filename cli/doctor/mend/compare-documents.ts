import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../json-fields.ts';

/** What the server sets by itself whenever settings are stored. */
const SET_BY_SERVER = ['updateTime', 'maxBitrateAccept'];

/** Both mean that there are no renditions: the server stores the first as the second. */
const NO_RENDITIONS: readonly unknown[] = ['', '[]'];

/** Returns the keys whose values differ between two settings documents, but for what the server changes by itself. */
export function findDifferences(expected: JsonObject, found: JsonObject): string[] {
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...keys].filter((key) => !isSame(key, ownValue(expected, key), ownValue(found, key)));
}

/** A key that is missing is no key with the value null: posted, the first falls to its default. */
const ownValue = (document: JsonObject, key: string): unknown =>
  Object.hasOwn(document, key) ? document[key] : undefined;

function isSame(key: string, expected: unknown, found: unknown): boolean {
  if (SET_BY_SERVER.includes(key)) return true;
  if (key === 'encoderSettingsString' && NO_RENDITIONS.includes(expected) && NO_RENDITIONS.includes(found)) return true;
  return isDeepStrictEqual(expected, found);
}

/** The keys that are named in a message. */
const MAX_NAMED = 5;

/** Lists keys for people: the first ones, and how many there are more. */
export function listKeys(keys: readonly string[]): string {
  const named = keys.slice(0, MAX_NAMED).join(', ');
  return keys.length > MAX_NAMED ? `${named} and ${keys.length - MAX_NAMED} more` : named;
}
