import type { HookFields } from '../stream/event.ts';
import type { Json } from '../stream/values.ts';

/** A field as text; undefined when absent, blank, null or no text at all. */
export function textField(fields: HookFields, name: string): string | undefined {
  const value = ownValue(fields, name);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A field as a number, which the media server sends as number or as text; null when it is none (NaN and Infinity too). */
export function numberField(fields: HookFields, name: string): number | null {
  const value = ownValue(fields, name);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A field of any shape; undefined when absent, blank or null. */
export function jsonField(fields: HookFields, name: string): Exclude<Json, null> | undefined {
  const value = ownValue(fields, name);
  return value === null || value === '' ? undefined : value;
}

/** Whether a value has fields of its own. */
export function isObject(value: Json | undefined): value is HookFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A hook may name a field `constructor`: only what it brought itself counts. */
function ownValue(fields: HookFields, name: string): Json | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
