import { readSettingsDocument, type SettingsDocument, settingsPath } from '../app-settings.ts';
import { isJsonObject, type JsonObject } from '../json-fields.ts';
import type { PanelClient } from '../panel-client.ts';

/** The whole settings document of an application, with its secrets: it goes to the server and into the copy, nowhere else. */
export interface StoredSettings extends SettingsDocument {
  /** As the server sent it. */
  readonly text: string;
  readonly document: JsonObject;
}

/** Reads the whole settings document. Throws for one that the doctor does not understand. */
export async function readStoredSettings(panel: PanelClient, app: string): Promise<StoredSettings> {
  return parseStoredSettings((await panel.get(settingsPath(app))).text, app);
}

/** Parses the text of a settings document. Throws for one that the doctor does not understand; the error quotes nothing of it. */
export function parseStoredSettings(text: string, app: string): StoredSettings {
  const document = parseObject(text);
  const read = readSettingsDocument(document, app);
  if (document !== undefined && !text.includes('\uFFFD')) return { ...read, text, document };
  throw new Error(
    `The settings of ${app}: received letters that are no UTF-8, expected none: posted, they would be lost. Nothing was written.`,
  );
}

/** Returns the object of a JSON text; undefined for anything else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // the error of JSON.parse quotes it
  }
}
