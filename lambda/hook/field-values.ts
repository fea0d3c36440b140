import type { HookFields } from '../stream/event.ts';
import type { Json } from '../stream/values.ts';

/** Reads a field as text; undefined when absent, empty, null, or neither text nor number. */
export function textField(fields: HookFields, name: string): string | undefined {
  const value = ownValue(fields, name);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Reads a field as a number, sent as number or as text; null when it is none, also for NaN and Infinity. */
export function numberField(fields: HookFields, name: string): number | null {
  const value = ownValue(fields, name);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** Reads a field of any shape; undefined when absent, empty or null. */
export function jsonField(fields: HookFields, name: string): Exclude<Json, null> | undefined {
  const value = ownValue(fields, name);
  return value === null || value === '' ? undefined : value;
}

/** Reads the first of these fields that has a value. */
export function firstField<T>(
  read: (fields: HookFields, name: string) => T | undefined,
  fields: HookFields,
  names: readonly string[],
): T | undefined {
  for (const name of names) {
    const value = read(fields, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether a value has fields of its own. */
export function isObject(value: Json | undefined): value is HookFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a field as it is. A hook may have a field `constructor`: inherited members do not count. */
export function ownValue(fields: HookFields, name: string): Json | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
