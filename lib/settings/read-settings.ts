import { plainText, type SettingDefinition } from './setting-definition.ts';
import { type Settings, settingDefinitions } from './settings.ts';

/** The keys of CDK's own that look like anybody's: what `cdk acknowledge` and `cdk cli-telemetry` keep. */
const CDK_KEYS = ['acknowledged-issue-numbers', 'cli-telemetry'];

/**
 * The settings that were chosen, as text or as JSON has them; what was not chosen has its default. Throws on a value that is
 * not accepted, and on a name that is no setting's and no key of CDK's own. `file` is where settings have their place.
 */
export function readSettings(input: Readonly<Record<string, unknown>>, file = 'settings.json'): Settings {
  assertKnownNames(Object.keys(input).filter((key) => !isCdkKey(key)));
  const values = Object.entries<SettingDefinition<unknown>>(settingDefinitions).map(([name, setting]) => [
    name,
    parseSetting({ name, setting, received: input[name], file }),
  ]);
  const result = Object.fromEntries(values) as Settings; // its entries have forgotten which setting is of which type
  assertDomainWithCertificate(result);
  assertDestroyUnprotected(result);
  return result;
}

/** Whether a key of CDK's context is one of its own, as aws:cdk:bundling-stacks is. */
export const isCdkKey = (key: string): boolean => /[:/@]/.test(key) || CDK_KEYS.includes(key);

/** Throws when one of the names is no setting's. */
export function assertKnownNames(names: readonly string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(settingDefinitions, name));
  if (unknown === undefined) return;
  const known = Object.keys(settingDefinitions);
  const similar = known.find((name) => normalizeName(name) === normalizeName(unknown));
  const hint = similar === undefined ? 'Correct it, or remove it.' : `Did you mean ${similar}?`;
  throw new Error(`Setting ${unknown}: there is none of this name, expected one of ${known.join(', ')}. ${hint}`);
}

/** What two spellings of a name have in common: letters, whichever their case, each once in a row. */
const normalizeName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(.)\1+/g, '$1');

function assertDomainWithCertificate({ domainName, certificateArn }: Settings): void {
  if ((domainName === '') === (certificateArn === '')) return;
  throw new Error(
    `Settings domainName and certificateArn: received ${JSON.stringify(domainName)} and ${JSON.stringify(certificateArn)}, ` +
      'expected both or neither. Set the one that is missing, or leave out the other.',
  );
}

function assertDestroyUnprotected({ removalPolicy, deletionProtection }: Settings): void {
  if (removalPolicy !== 'destroy' || !deletionProtection) return;
  throw new Error(
    'Settings removalPolicy and deletionProtection: received "destroy" and "true", of which each forbids the other. Leave out one.',
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
      `Change it in ${file} or with -c ${name}=VALUE, or leave it out for ${JSON.stringify(setting.default)}.`,
  );
}
