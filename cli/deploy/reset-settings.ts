import type { SettingDefinition } from '../../lib/settings/setting-definition.ts';
import { settingDefinitions } from '../../lib/settings/settings.ts';
import type { Template } from '../stack/template.ts';

/** Settings whose loss shows in the resources of a template, and is described with them. */
const VISIBLE_IN_RESOURCES = ['alarmEmail', 'streamAlarmEmail', 'silenceMinutes', 'reservedConcurrency', 'deletionProtection', 'replicaRegions', 'domainName', 'certificateArn', 'tracing']; // biome-ignore format: a list

/** Settings of which only the loss as a whole shows there. */
const VISIBLE_WHEN_EMPTY = ['allowList', 'vpcSubnets', 'vpcSecurityGroups'];

/** Describes the settings that a deployment resets to their default, and the lists that lose items. A new value of another kind is no loss. */
export function describeResetSettings(deployed: Template, desired: Template): string[] {
  return findResetSettings(deployed, desired)
    .filter(
      ({ name, now }) =>
        !VISIBLE_IN_RESOURCES.includes(name) && !(VISIBLE_WHEN_EMPTY.includes(name) && now === undefined),
    )
    .map(({ name, was, now }) => `${name} ${was} → ${now ?? defaultText(name)}`);
}

/** Whether a setting may be the reason for a removal; templates of earlier releases do not contain their settings. */
export const mayBeCausedBySettings = (deployed: Template, desired: Template): boolean =>
  deployed.Metadata?.Settings === undefined || findResetSettings(deployed, desired).length > 0;

interface ResetSetting {
  readonly name: string;
  readonly was: string;
  /** Undefined for the default. */
  readonly now: string | undefined;
}

function findResetSettings(deployed: Template, desired: Template): ResetSetting[] {
  const [before, after] = [deployed.Metadata?.Settings ?? {}, desired.Metadata?.Settings ?? {}];
  return Object.entries(before).flatMap(([name, was]) => {
    const now = after[name];
    return now === undefined || hasLostItems(name, was, now) ? [{ name, was, now }] : [];
  });
}

/** Whether the setting is a list of which items are missing now. */
function hasLostItems(name: string, was: string, now: string): boolean {
  const items = now.split(',');
  return findSetting(name)?.toText !== undefined && was.split(',').some((item) => !items.includes(item));
}

const defaultText = (name: string): string => `${findSetting(name)?.default || 'none'} (the default)`;

/** Returns undefined for a setting of another release. */
const findSetting = (name: string): SettingDefinition<unknown> | undefined =>
  new Map(Object.entries<SettingDefinition<unknown>>(settingDefinitions)).get(name);
