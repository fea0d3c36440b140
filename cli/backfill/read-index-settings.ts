import { resolveSettings } from '../../lib/settings/resolve-settings.ts';
import { readSettingsFile, settingsFileName } from '../../lib/settings/settings-file.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { findDeployedTemplate, type Template, type Variables } from '../stack/template.ts';

/** The settings of a receiver that decide what the index by day lists. */
export interface IndexSettings {
  readonly historyDays: number;
}

/** The settings of a receiver that decide how it stores its history. */
export interface HistorySettings extends IndexSettings {
  /** Whether the index lists the history by day. */
  readonly byDay: boolean;
}

/** Reads how a receiver stores its history. Throws when its release is older than that. */
export async function readHistorySettings(connection: ReceiverConnection): Promise<HistorySettings> {
  const { BY_DAY, HISTORY_DAYS } = await readVariables(connection);
  if (BY_DAY === undefined) throw new Error(olderRelease(connection));
  return { byDay: BY_DAY === 'true', historyDays: Number(HISTORY_DAYS) };
}

/** Reads the settings of a receiver. Throws, with what to do, when its new rows are not listed by day. */
export async function readIndexSettings(connection: ReceiverConnection): Promise<IndexSettings> {
  const { byDay, historyDays } = await readHistorySettings(connection);
  if (byDay) return { historyDays };
  const { name, outputs } = connection;
  throw new Error(
    `The setting byDay of ${name}: received false, expected true: switch it on, and ${outputs === undefined ? 'start the receiver again' : 'deploy'}, before rows are listed by day.`,
  );
}

const olderRelease = ({ name }: ReceiverConnection): string =>
  `The release of ${name}: received one without the index by day, expected this one: run npm run deploy first.`;

const readVariables = async ({ outputs }: ReceiverConnection): Promise<Variables> =>
  outputs === undefined ? localVariables() : readDeployedVariables(outputs.stack);

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
