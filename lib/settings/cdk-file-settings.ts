import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isCdkKey } from './read-settings.ts';
import { isObject } from './setting-definition.ts';
import { readJsonFile } from './settings-file.ts';

/** The settings in one of CDK's own files, where 0.2.0 had them. */
export interface CdkFileSettings {
  readonly file: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Returns the settings in each file that CDK reads context from, in order of increasing precedence; files without
 * settings are left out. Throws on a file that is not JSON.
 */
export function readCdkFileSettings(): CdkFileSettings[] {
  const user = join(homedir(), '.cdk.json');
  return [
    { file: user, settings: settingsIn(contextOf(readIfExists(user))) },
    { file: 'cdk.context.json', settings: settingsIn(readIfExists('cdk.context.json')) },
    { file: 'cdk.json', settings: settingsIn(contextOf(readIfExists('cdk.json'))) },
  ].filter(({ settings }) => Object.keys(settings).length > 0);
}

const readIfExists = (file: string): unknown => (existsSync(file) ? readJsonFile(file) : {});

const contextOf = (json: unknown): unknown => (isObject(json) ? json.context : undefined);

const settingsIn = (context: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(isObject(context) ? context : {}).filter(([name]) => !isCdkKey(name)));
