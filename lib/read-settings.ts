import { plainText, type Setting } from './setting.ts';
import { type Settings, settings } from './settings.ts';

/**
 * The settings that were chosen, as text or as JSON has them; what was not chosen has its default. Throws on a value that is
 * not accepted, and on a plain word that is no setting: CDK's own keys are none.
 */
export function readSettings(chosen: Readonly<Record<string, unknown>>): Settings {
  refuseUnknown(Object.keys(chosen).filter((key) => /^\w+$/.test(key)));
  const values = Object.entries<Setting<unknown>>(settings).map(([name, setting]) => [
    name,
    choose(name, setting, chosen[name]),
  ]);
  const read = Object.fromEntries(values) as Settings; // its entries have forgotten which setting is of which type
  refuseHalfADomain(read);
  refuseProtectedDestruction(read);
  return read;
}

/** Whether there is a setting of this name. */
export const isSetting = (name: string): boolean => Object.hasOwn(settings, name);

/** Throws when one of the names is no setting's. */
export function refuseUnknown(names: readonly string[]): void {
  const unknown = names.find((name) => !isSetting(name));
  if (unknown === undefined) return;
  throw new Error(
    `Setting ${unknown}: there is none of this name, expected one of ${Object.keys(settings).join(', ')}. Correct it, or remove it.`,
  );
}

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

function choose<T>(name: string, setting: Setting<T>, received: unknown): T {
  const text = received === undefined ? setting.default : (setting.toText ?? plainText)(received);
  const value = text === undefined ? undefined : setting.read(text);
  if (value !== undefined) return value;
  throw new Error(
    `Setting ${name}: received ${JSON.stringify(received)}, expected ${setting.expected}. ` +
      `Change it in settings.json or with -c ${name}=VALUE, or leave it out for ${JSON.stringify(setting.default)}.`,
  );
}
