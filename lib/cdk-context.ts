import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isSetting } from './read-settings.ts';
import { isObject } from './setting.ts';

/** Settings that stand in a file of CDK's, where those of 0.2.0 did. */
export interface InCdkFile {
  readonly file: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The files from which CDK reads context, that of least weight first, each with the settings in it; those without any are left out. */
export function settingsInCdkFiles(): InCdkFile[] {
  const user = join(homedir(), '.cdk.json');
  return [
    { file: user, settings: settingsAmong(contextOf(read(user))) },
    { file: 'cdk.context.json', settings: settingsAmong(read('cdk.context.json')) },
    { file: 'cdk.json', settings: settingsAmong(contextOf(read('cdk.json'))) },
  ].filter(({ settings }) => Object.keys(settings).length > 0);
}

/** CDK itself has refused a file that is no JSON. */
const read = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});

const contextOf = (json: unknown): unknown => (isObject(json) ? json.context : undefined);

const settingsAmong = (context: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(isObject(context) ? context : {}).filter(([name]) => isSetting(name)));
