import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isObject } from './setting-definition.ts';

/** Beside package.json; whoever has none gets the defaults. */
const DEFAULT_FILE = fileURLToPath(new URL('../../settings.json', import.meta.url));

/** The file of settings: the one that SETTINGS names, or `settings.json` of the project. */
export const settingsFilePath = (env = process.env): string => env.SETTINGS || DEFAULT_FILE;

/** What messages call it. */
export const settingsFileName = (env = process.env): string => env.SETTINGS || 'settings.json';

/** What the file of settings holds, by name; nothing when nobody has written one. Throws on what is no JSON object, and on a file that was named and is not there. */
export function readSettingsFile(file = settingsFilePath()): Readonly<Record<string, unknown>> {
  if (file === DEFAULT_FILE && !existsSync(file)) return {};
  const settings = parseJson(file, readText(file));
  if (isObject(settings)) return settings;
  throw new Error(`${file}: received ${JSON.stringify(settings)}, expected an object, such as {"memory": 1024}.`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`SETTINGS: received "${file}", expected a file of settings that can be read (${reason}).`);
  }
}

/** What a file of JSON holds. Throws, in one line that names the file. */
export const readJsonFile = (file: string): unknown => parseJson(file, readFileSync(file, 'utf8'));

/** Editors of Windows begin a file with a mark of its encoding, which is no JSON. */
function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error); // it quotes lines of the file
    throw new Error(`${file}: expected JSON (${reason}).`);
  }
}
