import { settingsInCdkFiles } from '../../lib/cdk-context.ts';
import { chosenSettings } from '../../lib/chosen-settings.ts';
import type { Settings } from '../../lib/settings.ts';
import { readSettingsFile } from '../../lib/settings-file.ts';

const CONTEXT = '--context=';

/** The settings that a deployment with these options of cdk has, without asking cdk, which takes seconds. */
export function typedSettings(cdk: readonly string[]): Settings {
  const inCdkFiles = settingsInCdkFiles();
  const typed = cdk
    .filter((option) => option.startsWith(CONTEXT))
    .map((option) => /^([^=]*)=?(.*)$/s.exec(option.slice(CONTEXT.length))?.slice(1) ?? []);
  const context = Object.assign({}, ...inCdkFiles.map(({ settings }) => settings), Object.fromEntries(typed));
  return chosenSettings({ file: readSettingsFile(), context, inCdkFiles });
}
