import type { AppSettings } from '../app-settings.ts';
import type { PanelClient } from '../panel-client.ts';
import type { LeftAlone } from './left-alone.ts';
import type { MendPlan, SettingChange } from './mend-plan.ts';
import { putHookUrls } from './put-hook-urls.ts';
import { describeUndo, type SettingsCopy, writeCopy } from './settings-copy.ts';
import { replaceValues } from './settings-text.ts';
import { storeSettings } from './store-settings.ts';
import { readStoredSettings } from './stored-settings.ts';

/** Where a plan is applied. */
export interface PlanTarget {
  readonly panel: PanelClient;
  /** The origin of the panel. */
  readonly server: string;
  readonly app: string;
  /** For the line that undoes it. */
  readonly user: string | undefined;
  readonly restartSources: boolean;
  readonly showsProgress: boolean;
  /** Tells where the copy is, before anything is changed. */
  readonly say: (text: string) => void;
}

/**
 * Applies a plan: reads the whole settings document anew, writes a copy, stores the settings, then the webhook URLs of broadcasts.
 * Returns the broadcasts that were not changed. Throws when the settings are not exactly as they should be: no broadcast is
 * changed then.
 */
export async function applyPlan(target: PlanTarget, plan: MendPlan): Promise<LeftAlone[]> {
  const { panel, server, app, user, restartSources, showsProgress, say } = target;
  const stored = await readStoredSettings(panel, app);
  assertUnchanged(stored.settings, plan.settings);
  const after = replaceValues(stored.text, Object.fromEntries(plan.settings.map(({ key, to }) => [key, to])));
  const copy: SettingsCopy = { server, app, settings: stored.text, broadcasts: plan.broadcasts };
  const undo = describeUndo(await writeCopy(copy, Date.now()), copy, user);
  say(undo);
  if (plan.settings.length > 0) await storeSettings({ panel, app, before: stored.text, after, undo });
  return putHookUrls({ panel, app, jwtSecret: stored.jwtSecret, restartSources, showsProgress }, plan.broadcasts);
}

/** Somebody else may have changed them since they were shown. */
function assertUnchanged(settings: AppSettings, changes: readonly SettingChange[]): void {
  const changed = changes.filter(({ key, from }) => settings[key] !== from).map(({ key }) => key);
  if (changed.length > 0)
    throw new Error(
      `The settings were changed meanwhile by somebody else, in ${changed.join(', ')}. Nothing was written: run it again.`,
    );
}
