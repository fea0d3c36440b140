import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isCdksOwn } from './read-settings.ts';
import { isObject } from './setting.ts';
import { readJson } from './settings-file.ts';

/** Settings that stand in a file of CDK's, where those of 0.2.0 did, and what is meant as some. */
export interface InCdkFile {
  readonly file: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The files from which CDK reads context, that of least weight first, each with the settings in it; those without any are left out. Throws on one that is no JSON. */
export function settingsInCdkFiles(): InCdkFile[] {
  const user = join(homedir(), '.cdk.json');
  return [
    { file: user, settings: settingsAmong(contextOf(read(user))) },
    { file: 'cdk.context.json', settings: settingsAmong(read('cdk.context.json')) },
    { file: 'cdk.json', settings: settingsAmong(contextOf(read('cdk.json'))) },
  ].filter(({ settings }) => Object.keys(settings).length > 0);
}

const read = (file: string): unknown => (existsSync(file) ? readJson(file) : {});

const contextOf = (json: unknown): unknown => (isObject(json) ? json.context : undefined);

const settingsAmong = (context: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(isObject(context) ? context : {}).filter(([name]) => !isCdksOwn(name)));
