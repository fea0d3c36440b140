import { plainText, type Setting } from './setting.ts';
import { type Settings, settings } from './settings.ts';

/** The settings that are not as they are by default, as they would be typed. */
export function unlikeDefault(chosen: Settings): Record<string, string> {
  const values: Readonly<Record<string, unknown>> = { ...chosen };
  const texts = Object.entries<Setting<unknown>>(settings).map(([name, { toText = plainText, ...setting }]) => {
    const text = toText(values[name]) ?? setting.default;
    return text === setting.default ? [] : [[name, text] as const];
  });
  return Object.fromEntries(texts.flat());
}
