import { readCdkFileSettings } from '../../lib/settings/cdk-file-settings.ts';
import { resolveSettings } from '../../lib/settings/resolve-settings.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { readSettingsFile, settingsFileName } from '../../lib/settings/settings-file.ts';

const CONTEXT_ARG = '--context=';

/** Returns the settings of a deployment with these arguments, without starting cdk, which takes seconds. Throws when a setting is invalid. */
export function resolveCdkSettings(cdkArgs: readonly string[]): Settings {
  const inCdkFiles = readCdkFileSettings();
  const overrides = cdkArgs
    .filter((arg) => arg.startsWith(CONTEXT_ARG))
    .map((arg) => parsePair(arg.slice(CONTEXT_ARG.length)));
  const context = Object.assign({}, ...inCdkFiles.map(({ settings }) => settings), Object.fromEntries(overrides));
  return resolveSettings({ file: readSettingsFile(), fileName: settingsFileName(), context, inCdkFiles });
}

/** Throws when the value is missing: cdk would ignore the setting. */
function parsePair(text: string): [name: string, value: string] {
  const [, name, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new Error(`-c ${text}: received no value, expected NAME=VALUE, as in -c memory=1024.`);
}
