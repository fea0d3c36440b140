import { settingsInCdkFiles } from '../../lib/settings/cdk-context.ts';
import { chosenSettings } from '../../lib/settings/chosen-settings.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { readSettingsFile, settingsFileName } from '../../lib/settings/settings-file.ts';

const CONTEXT = '--context=';

/** The settings that a deployment with these options of cdk has, without asking cdk, which takes seconds. Throws on what is not accepted of them. */
export function typedSettings(cdk: readonly string[]): Settings {
  const inCdkFiles = settingsInCdkFiles();
  const typed = cdk
    .filter((option) => option.startsWith(CONTEXT))
    .map((option) => pairOf(option.slice(CONTEXT.length)));
  const context = Object.assign({}, ...inCdkFiles.map(({ settings }) => settings), Object.fromEntries(typed));
  return chosenSettings({ file: readSettingsFile(), fileName: settingsFileName(), context, inCdkFiles });
}

/** Without a value cdk would take it for nothing, and go on. */
function pairOf(typed: string): [name: string, value: string] {
  const [, name, value] = /^([^=]*)=(.*)$/s.exec(typed) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new Error(`-c ${typed}: received no value, expected NAME=VALUE, as in -c memory=1024.`);
}
