import { plainText, type SettingDefinition } from './setting-definition.ts';
import { type Settings, settingDefinitions } from './settings.ts';

/** Returns the settings that differ from their default, as text. */
export function nonDefaultSettings(settings: Settings): Record<string, string> {
  const values: Readonly<Record<string, unknown>> = { ...settings };
  const texts = Object.entries<SettingDefinition<unknown>>(settingDefinitions).map(
    ([name, { toText = plainText, ...setting }]) => {
      const text = toText(values[name]) ?? setting.default;
      return text === setting.default ? [] : [[name, text] as const];
    },
  );
  return Object.fromEntries(texts.flat());
}
