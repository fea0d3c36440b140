import type { CdkFileSettings } from './cdk-file-settings.ts';
import { assertKnownNames, readSettings } from './read-settings.ts';
import type { Settings } from './settings.ts';

export interface SettingsSources {
  /** The content of the settings file. */
  readonly file: Readonly<Record<string, unknown>>;
  /** The settings file's name in messages. @default settings.json */
  readonly fileName?: string;
  /** CDK's context: the -c options and the content of CDK's own files. @default none */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The settings in CDK's own files. @default none */
  readonly inCdkFiles?: readonly CdkFileSettings[];
}

/**
 * Resolves the settings: CDK's context overrides the settings file. Throws on an invalid setting, and on one that is in
 * two files, because the context does not show whether it was also passed with -c.
 */
export function resolveSettings({
  file,
  fileName = 'settings.json',
  context,
  inCdkFiles = [],
}: SettingsSources): Settings {
  assertKnownNames(Object.keys(file));
  for (const { file: cdkFile, settings } of inCdkFiles) {
    const duplicate = Object.keys(settings).find((name) => Object.hasOwn(file, name));
    if (duplicate !== undefined)
      throw new Error(
        `Setting ${duplicate}: received one in ${fileName} and one in ${cdkFile}, expected it in ${fileName} only. Remove it from ${cdkFile}.`,
      );
  }
  return readSettings({ ...file, ...context }, fileName);
}

/** Returns one line that advises moving settings out of CDK's files; undefined if there are none. */
export function migrationHint(inCdkFiles: readonly CdkFileSettings[], fileName = 'settings.json'): string | undefined {
  if (inCdkFiles.length === 0) return undefined;
  const files = inCdkFiles.map(({ file }) => file).join(' and ');
  const settings = JSON.stringify(Object.assign({}, ...inCdkFiles.map(({ settings }) => settings)));
  return `Settings in ${files} still apply, but belong in ${fileName}, which npm start reads too. Move them there: ${settings}`;
}
