import type { Metadata } from './usage-session.ts';

/** Returns a value of metadata as text, by its name or, in objects within, by names joined with dots; null where there is none. */
export function metadataValue(metadata: Metadata, name: string): string | null {
  const value = readPath(metadata, name);
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A name that itself holds a dot is found first. */
function readPath(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, name)) return (value as Record<string, unknown>)[name];
  const dot = name.indexOf('.');
  const first = name.slice(0, dot);
  if (dot < 0 || !Object.hasOwn(value, first)) return undefined;
  return readPath((value as Record<string, unknown>)[first], name.slice(dot + 1));
}
