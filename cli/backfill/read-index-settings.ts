import { resolveSettings } from '../../lib/settings/resolve-settings.ts';
import { readSettingsFile, settingsFileName } from '../../lib/settings/settings-file.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { findDeployedTemplate, type Template, type Variables } from '../stack/template.ts';

/** The settings of a receiver that decide what the index by day lists. */
export interface IndexSettings {
  readonly historyDays: number;
}

/** Reads the settings of a receiver. Throws, with what to do, when its new rows are not listed by day. */
export async function readIndexSettings({ outputs, name }: ReceiverConnection): Promise<IndexSettings> {
  const variables = outputs === undefined ? localVariables() : await readDeployedVariables(outputs.stack);
  if (variables.BY_DAY === 'true') return { historyDays: Number(variables.HISTORY_DAYS) };
  if (variables.BY_DAY === undefined)
    throw new Error(
      `The release of ${name}: received one without the index by day, expected this one: run npm run deploy first.`,
    );
  throw new Error(
    `The setting byDay of ${name}: received false, expected true: switch it on, and ${outputs === undefined ? 'start the receiver again' : 'deploy'}, before rows are listed by day.`,
  );
}

function localVariables(): Variables {
  const { byDay, historyDays } = resolveSettings({ file: readSettingsFile(), fileName: settingsFileName() });
  return { BY_DAY: String(byDay), HISTORY_DAYS: String(historyDays) };
}

/** Returns the variables of the deployed receiver. Other functions have one of these two. */
export async function readDeployedVariables(stack: string): Promise<Variables> {
  const template: Template = JSON.parse((await findDeployedTemplate(stack)) ?? '{}');
  const all = Object.values(template.Resources ?? {}).map(({ Properties }) => Properties?.Environment?.Variables ?? {});
  return all.find(({ BY_DAY, HISTORY_DAYS }) => BY_DAY !== undefined && HISTORY_DAYS !== undefined) ?? {};
}
