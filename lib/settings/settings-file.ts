import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isObject } from './setting-definition.ts';

/** Optional, beside package.json. */
const DEFAULT_FILE = fileURLToPath(new URL('../../settings.json', import.meta.url));

/** Returns the path of the settings file: SETTINGS, or the project's `settings.json`. */
export const settingsFilePath = (env = process.env): string => env.SETTINGS || DEFAULT_FILE;

/** Returns the settings file's name in messages. */
export const settingsFileName = (env = process.env): string => env.SETTINGS || 'settings.json';

/** Reads the settings file; an absent `settings.json` is empty. Throws on an absent file that SETTINGS names, and on anything but a JSON object. */
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
    throw new Error(`SETTINGS: received "${file}", expected a readable settings file (${reason}).`);
  }
}

/** Reads a JSON file. Throws an error of one line that names the file. */
export const readJsonFile = (file: string): unknown => parseJson(file, readFileSync(file, 'utf8'));

/** Parses JSON after removing the byte order mark that editors on Windows write. */
function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error); // V8 quotes several lines
    throw new Error(`${file}: expected JSON (${reason}).`);
  }
}
