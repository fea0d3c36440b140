import type { CdkFileSettings } from './cdk-file-settings.ts';
import { assertKnownNames, readSettings } from './read-settings.ts';
import type { Settings } from './settings.ts';

/** Where settings come from. */
export interface SettingsSources {
  /** What the file of settings holds. */
  readonly file: Readonly<Record<string, unknown>>;
  /** What messages call the file. @default settings.json */
  readonly fileName?: string;
  /** CDK's context: what was typed with -c, and what its own files hold. @default nothing */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Those of CDK's files that hold settings. @default none */
  readonly inCdkFiles?: readonly CdkFileSettings[];
}

/** The settings that count: those of the file, and over them those of CDK's context. Throws also on one that stands in two files: the context does not say which of them was typed. */
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
        `Setting ${duplicate}: received one in ${fileName} and one in ${cdkFile}, expected it in ${fileName} alone. Remove it from ${cdkFile}.`,
      );
  }
  return readSettings({ ...file, ...context }, fileName);
}

/** One line that tells whoever has settings in CDK's files to move them; undefined for all others. */
export function migrationHint(inCdkFiles: readonly CdkFileSettings[], fileName = 'settings.json'): string | undefined {
  if (inCdkFiles.length === 0) return undefined;
  const files = inCdkFiles.map(({ file }) => file).join(' and ');
  const settings = JSON.stringify(Object.assign({}, ...inCdkFiles.map(({ settings }) => settings)));
  return `Settings in ${files} still count, but their place is ${fileName}, which npm start reads too. Move them there: ${settings}`;
}
