import { readCdkFileSettings } from '../../lib/settings/cdk-file-settings.ts';
import { resolveSettings } from '../../lib/settings/resolve-settings.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { readSettingsFile, settingsFileName } from '../../lib/settings/settings-file.ts';

const CONTEXT_ARG = '--context=';

/** The settings that a deployment with these options of cdk has, without asking cdk, which takes seconds. Throws on what is not accepted of them. */
export function resolveCdkSettings(cdkArgs: readonly string[]): Settings {
  const inCdkFiles = readCdkFileSettings();
  const overrides = cdkArgs
    .filter((option) => option.startsWith(CONTEXT_ARG))
    .map((option) => parsePair(option.slice(CONTEXT_ARG.length)));
  const context = Object.assign({}, ...inCdkFiles.map(({ settings }) => settings), Object.fromEntries(overrides));
  return resolveSettings({ file: readSettingsFile(), fileName: settingsFileName(), context, inCdkFiles });
}

/** Without a value cdk would take it for nothing, and go on. */
function parsePair(typed: string): [name: string, value: string] {
  const [, name, value] = /^([^=]*)=(.*)$/s.exec(typed) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new Error(`-c ${typed}: received no value, expected NAME=VALUE, as in -c memory=1024.`);
}
