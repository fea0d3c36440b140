import { settingsPath } from '../app-settings.ts';
import { isJsonObject, type JsonObject } from '../json-fields.ts';
import type { PanelClient } from '../panel-client.ts';
import { findDifferences, listKeys } from './compare-documents.ts';
import { parseObject } from './stored-settings.ts';

/** What is stored, and what is put back when the server makes something else of it. */
export interface Storing {
  readonly panel: PanelClient;
  readonly app: string;
  /** The text of the whole settings document as it is now. */
  readonly before: string;
  /** The text of the whole settings document as it should be. */
  readonly after: string;
  /** Where the copy is, and how to put it back. */
  readonly undo: string;
}

/**
 * Stores a settings document: posts it whole, since a key that is left out falls to its default, reads it back, and compares. Where
 * anything but what was posted is found, puts back what was there before. Throws unless the server has exactly what was posted.
 */
export async function storeSettings(storing: Storing): Promise<void> {
  const { before, after, undo } = storing;
  const differing = await postAndCompare(storing, after);
  if (differing.length === 0) return;
  const found = `The settings were stored, but then the server had other values than were sent, in ${listKeys(differing)}.`;
  const stillDiffering = await postAndCompare(storing, before).catch((error: Error) => {
    throw new Error(`${found} Putting them back failed: ${error.message}`);
  });
  if (stillDiffering.length > 0)
    throw new Error(`${found} They were put back, and are not as before, in ${listKeys(stillDiffering)}. ${undo}`);
  throw new Error(`${found} All settings were put back, and are as before. ${undo}`);
}

/** Returns the keys in which the server then differs from what was posted. Throws when it did not store it, or cannot be read. */
async function postAndCompare({ panel, app, undo }: Storing, text: string): Promise<string[]> {
  const answer = await panel.post(settingsPath(app), text).catch((error: Error) => {
    throw new Error(`${error.message} Whether the settings were stored is not known. ${undo}`);
  });
  const { success } = isJsonObject(answer) ? answer : {};
  if (success === false)
    throw new Error(`The server refused the settings (success: false): they were not stored. ${undo}`);
  if (success !== true)
    throw new Error(
      `The settings: received JSON without success, expected success: true. Whether they were stored is not known. ${undo}`,
    );
  return findDifferences(requireObject(text), await readBack({ panel, app, undo }));
}

/** However little is left of the document: it is compared, and nothing else is concluded from it. */
async function readBack({ panel, app, undo }: Pick<Storing, 'panel' | 'app' | 'undo'>): Promise<JsonObject> {
  try {
    return requireObject((await panel.get(settingsPath(app))).text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    throw new Error(`${message} The settings were stored, but could not be read back and compared. ${undo}`);
  }
}

function requireObject(text: string): JsonObject {
  const document = parseObject(text);
  if (document !== undefined) return document;
  throw new Error('The settings: received something else than a document.');
}
