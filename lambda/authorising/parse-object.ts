import { isObject } from '../hook/field-values.ts';
import type { HookFields } from '../stream/event.ts';

/** Parses a JSON object; undefined for any other text. */
export function parseObject(text: string): HookFields | undefined {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
