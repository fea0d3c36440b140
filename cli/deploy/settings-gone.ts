import type { Setting } from '../../lib/settings/setting.ts';
import { settings } from '../../lib/settings/settings.ts';
import type { Template } from '../stack/template.ts';

/** Settings whose loss shows in the resources of a template, and is told of with them. */
const SHOWN = ['alarmEmail', 'silenceMinutes', 'reservedConcurrency', 'deletionProtection', 'replicaRegions', 'domainName', 'certificateArn', 'tracing']; // biome-ignore format: a list

/** The settings that a deployment puts back to their default or takes a part of, in words. Those that are chosen anew are no loss. */
export function settingsGone(deployed: Template, wanted: Template): string[] {
  return lost(deployed, wanted)
    .filter(({ name, now }) => !SHOWN.includes(name) && !(name === 'allowList' && now === undefined))
    .map(({ name, was, now }) => `${name} ${was} → ${now ?? byDefault(name)}`);
}

/** Whether a setting may be the reason for what a deployment takes away; a release before this one does not tell its own. */
export const isBySettings = (deployed: Template, wanted: Template): boolean =>
  deployed.Metadata?.Settings === undefined || lost(deployed, wanted).length > 0;

interface Lost {
  readonly name: string;
  readonly was: string;
  /** Undefined for the default. */
  readonly now: string | undefined;
}

function lost(deployed: Template, wanted: Template): Lost[] {
  const [before, after] = [deployed.Metadata?.Settings ?? {}, wanted.Metadata?.Settings ?? {}];
  return Object.entries(before).flatMap(([name, was]) => {
    const now = after[name];
    return now === undefined || lacksItems(name, was, now) ? [{ name, was, now }] : [];
  });
}

/** Whether a list has lost some of its items. */
function lacksItems(name: string, was: string, now: string): boolean {
  const items = now.split(',');
  return settingOf(name)?.toText !== undefined && was.split(',').some((item) => !items.includes(item));
}

const byDefault = (name: string): string => `${settingOf(name)?.default || 'none'} (the default)`;

/** Undefined for a setting of another release. */
const settingOf = (name: string): Setting<unknown> | undefined =>
  new Map(Object.entries<Setting<unknown>>(settings)).get(name);
