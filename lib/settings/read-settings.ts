import { plainText, type Setting } from './setting.ts';
import { type Settings, settings } from './settings.ts';

/** The keys of CDK's own that look like anybody's: what `cdk acknowledge` and `cdk cli-telemetry` keep. */
const CDKS_WORDS = ['acknowledged-issue-numbers', 'cli-telemetry'];

/**
 * The settings that were chosen, as text or as JSON has them; what was not chosen has its default. Throws on a value that is
 * not accepted, and on a name that is no setting's and no key of CDK's own. `file` is where settings have their place.
 */
export function readSettings(chosen: Readonly<Record<string, unknown>>, file = 'settings.json'): Settings {
  refuseUnknown(Object.keys(chosen).filter((key) => !isCdksOwn(key)));
  const values = Object.entries<Setting<unknown>>(settings).map(([name, setting]) => [
    name,
    choose({ name, setting, received: chosen[name], file }),
  ]);
  const read = Object.fromEntries(values) as Settings; // its entries have forgotten which setting is of which type
  refuseHalfADomain(read);
  refuseProtectedDestruction(read);
  return read;
}

/** Whether a key of CDK's context is one of its own, as aws:cdk:bundling-stacks is. */
export const isCdksOwn = (key: string): boolean => /[:/@]/.test(key) || CDKS_WORDS.includes(key);

/** Throws when one of the names is no setting's. */
export function refuseUnknown(names: readonly string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(settings, name));
  if (unknown === undefined) return;
  const known = Object.keys(settings);
  const near = known.find((name) => sound(name) === sound(unknown));
  const advice = near === undefined ? 'Correct it, or remove it.' : `Did you mean ${near}?`;
  throw new Error(`Setting ${unknown}: there is none of this name, expected one of ${known.join(', ')}. ${advice}`);
}

/** What two spellings of a name have in common: letters, whichever their case, each once in a row. */
const sound = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(.)\1+/g, '$1');

function refuseHalfADomain({ domainName, certificateArn }: Settings): void {
  if ((domainName === '') === (certificateArn === '')) return;
  throw new Error(
    `Settings domainName and certificateArn: received ${JSON.stringify(domainName)} and ${JSON.stringify(certificateArn)}, ` +
      'expected both or neither. Set the one that is missing, or leave out the other.',
  );
}

function refuseProtectedDestruction({ removalPolicy, deletionProtection }: Settings): void {
  if (removalPolicy !== 'destroy' || !deletionProtection) return;
  throw new Error(
    'Settings removalPolicy and deletionProtection: received "destroy" and "true", of which each forbids the other. Leave out one.',
  );
}

interface Choice<T> {
  readonly name: string;
  readonly setting: Setting<T>;
  readonly received: unknown;
  readonly file: string;
}

function choose<T>({ name, setting, received, file }: Choice<T>): T {
  const text = received === undefined ? setting.default : (setting.toText ?? plainText)(received);
  const value = text === undefined ? undefined : setting.read(text);
  if (value !== undefined) return value;
  throw new Error(
    `Setting ${name}: received ${JSON.stringify(received)}, expected ${setting.expected}. ` +
      `Change it in ${file} or with -c ${name}=VALUE, or leave it out for ${JSON.stringify(setting.default)}.`,
  );
}
