import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PRIVATE_FILE_MODE, syncFolder } from '../../../local/data-dir/write-file-atomic.ts';
import { quoteForShell, toShellWord } from '../../../terminal/shell.ts';
import { isJsonObject, JsonFields } from '../json-fields.ts';
import { assertPrivate, openCopiesFolder, toFileName } from './copies-folder.ts';
import { parseObject } from './stored-settings.ts';

/** The webhook URL of a broadcast as it was, and as it was to become. Both may hold a secret. */
export interface UrlChange {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** What a media server had before it was changed. It holds all secrets of the application's settings. */
export interface SettingsCopy {
  /** The origin of the panel. */
  readonly server: string;
  readonly app: string;
  /** The text of the settings document, as the server sent it. */
  readonly settings: string;
  /** The broadcasts that were to be changed. */
  readonly broadcasts: readonly UrlChange[];
}

const FORMAT = 'Ant Media Server settings, copied by npm run doctor';

/** Writes a copy to a new file in DATA_DIR that only this user can read, and returns its path, once it is on the disk. */
export async function writeCopy(copy: SettingsCopy, now: number): Promise<string> {
  const folder = openCopiesFolder();
  const path = join(folder, fileNameOf(copy, now));
  const file = await open(path, 'wx', PRIVATE_FILE_MODE);
  try {
    await file.writeFile(`${JSON.stringify({ format: FORMAT, copiedAt: new Date(now), ...copy }, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(folder);
  return path;
}

const fileNameOf = ({ server, app }: SettingsCopy, now: number): string =>
  `${toFileName(new URL(server).hostname)}-${toFileName(app)}-${toFileName(new Date(now).toISOString())}.json`;

/** Reads a copy of this server and app. Throws for any other file, and for one that others can read; the error quotes nothing of it. */
export async function readCopy(path: string, server: string, app: string): Promise<SettingsCopy> {
  assertPrivate(path, '--undo');
  const object = parseObject(await readFile(path, 'utf8'));
  if (object?.format !== FORMAT) throw copyError('something else', 'a copy that --fix wrote');
  const fields = new JsonFields('--undo', object);
  if (fields.requireText('server') !== server) throw copyError('a copy of another server', `one of ${server}`);
  if (fields.requireText('app') !== app) throw copyError('a copy of another application', `one of ${app}`);
  const broadcasts = Array.isArray(object.broadcasts) ? object.broadcasts : [];
  return { server, app, settings: fields.requireText('settings'), broadcasts: broadcasts.map(readUrlChange) };
}

function readUrlChange(value: unknown): UrlChange {
  const fields = new JsonFields('--undo', isJsonObject(value) ? value : {});
  return { id: fields.requireText('id'), from: fields.requireText('from'), to: fields.requireText('to') };
}

const copyError = (received: string, expected: string): Error =>
  new Error(`--undo: received ${received}, expected ${expected}. Nothing was sent.`);

/** Formats the command that looks at a media server, to be pasted into a shell. */
export function doctorCommand({ server, app }: Pick<SettingsCopy, 'server' | 'app'>, user: string | undefined): string {
  const login = user === undefined ? '' : ` --user ${quoteForShell(user)}`;
  return `npm run doctor -- --server ${quoteForShell(server)}${login} --app ${toShellWord(app)}`;
}

/** Says where a copy is, and how to put it back. */
export function describeUndo(path: string, { server, app }: SettingsCopy, user: string | undefined): string {
  const command = `${doctorCommand({ server, app }, user)} --undo ${quoteForShell(path)}`;
  return `The settings as they were are in ${path}, which holds secrets. To put them back: ${command}`;
}
