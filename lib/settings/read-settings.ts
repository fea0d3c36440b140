import { plainText, type SettingDefinition } from './setting-definition.ts';
import { type Settings, settingDefinitions } from './settings.ts';

/** Context keys of CDK that look like settings: `cdk acknowledge` and `cdk cli-telemetry` store them. */
const CDK_KEYS = ['acknowledged-issue-numbers', 'cli-telemetry'];

/**
 * Parses settings given as text or JSON; absent ones get their default. Ignores CDK's own keys. Throws on an invalid
 * value and on an unknown name. `file` is the settings file's name in messages.
 */
export function readSettings(input: Readonly<Record<string, unknown>>, file = 'settings.json'): Settings {
  assertKnownNames(Object.keys(input).filter((key) => !isCdkKey(key)));
  const values = Object.entries<SettingDefinition<unknown>>(settingDefinitions).map(([name, setting]) => [
    name,
    parseSetting({ name, setting, received: input[name], file }),
  ]);
  const result = Object.fromEntries(values) as Settings; // fromEntries loses the type of each setting
  assertBothOrNeither(result, 'domainName', 'certificateArn');
  assertBothOrNeither(result, 'vpcSubnets', 'vpcSecurityGroups');
  assertDestroyUnprotected(result);
  return result;
}

/** Whether a context key belongs to CDK, such as aws:cdk:bundling-stacks. */
export const isCdkKey = (key: string): boolean => /[:/@]/.test(key) || CDK_KEYS.includes(key);

/** Throws when a name is not that of a setting. */
export function assertKnownNames(names: readonly string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(settingDefinitions, name));
  if (unknown === undefined) return;
  const known = Object.keys(settingDefinitions);
  const similar = known.find((name) => normalizeName(name) === normalizeName(unknown));
  const hint = similar === undefined ? 'Correct it, or remove it.' : `Did you mean ${similar}?`;
  throw new Error(`Setting ${unknown}: there is none of this name, expected one of ${known.join(', ')}. ${hint}`);
}

/** Normalizes a name so that misspellings compare equal: `alarm-emaill` and `alarmEmail` give `alarmemail`. */
const normalizeName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(.)\1+/g, '$1');

/** Throws when only one of two settings is set that need each other. */
function assertBothOrNeither(settings: Settings, one: keyof Settings, other: keyof Settings): void {
  const [ofOne, ofOther] = [String(settings[one]), String(settings[other])];
  if ((ofOne === '') === (ofOther === '')) return;
  throw new Error(
    `Settings ${one} and ${other}: received ${JSON.stringify(ofOne)} and ${JSON.stringify(ofOther)}, ` +
      'expected both or neither. Set the missing one, or remove the other.',
  );
}

function assertDestroyUnprotected({ removalPolicy, deletionProtection }: Settings): void {
  if (removalPolicy !== 'destroy' || !deletionProtection) return;
  throw new Error(
    'Settings removalPolicy and deletionProtection: received "destroy" and "true", expected at most one of them. Remove one.',
  );
}

interface SettingInput<T> {
  readonly name: string;
  readonly setting: SettingDefinition<T>;
  readonly received: unknown;
  readonly file: string;
}

function parseSetting<T>({ name, setting, received, file }: SettingInput<T>): T {
  const text = received === undefined ? setting.default : (setting.toText ?? plainText)(received);
  const value = text === undefined ? undefined : setting.parse(text);
  if (value !== undefined) return value;
  throw new Error(
    `Setting ${name}: received ${JSON.stringify(received)}, expected ${setting.expected}. ` +
      `Change it in ${file} or with -c ${name}=VALUE, or remove it for the default ${JSON.stringify(setting.default)}.`,
  );
}
