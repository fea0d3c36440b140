import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertOwnDataDir, createFolder } from '../../../local/data-dir/ownership.ts';
import { PRIVATE_FOLDER_MODE } from '../../../local/data-dir/write-file-atomic.ts';
import { persistentDataDir } from '../../connection/local-connection.ts';

const FOLDER = 'media-server-copies';

/** Returns the folder in DATA_DIR for what holds a media server's secrets, whether or not it exists. */
export const copiesFolder = (): string => join(persistentDataDir(), FOLDER);

/** Returns that folder, and makes it where there is none, for this user only. */
export function openCopiesFolder(): string {
  const dataDir = persistentDataDir();
  const folder = copiesFolder();
  assertOwnDataDir(dataDir);
  createFolder(dataDir);
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) mkdirSync(folder, { mode: PRIVATE_FOLDER_MODE });
  return folder;
}

/** Makes a text fit to be part of a file's name. */
export const toFileName = (text: string): string => text.replaceAll(/[^\w.]+/g, '-').slice(0, 80);

/** Throws unless a file is this user's, and no other can read it; `source` names it. */
export function assertPrivate(path: string, source: string): void {
  const refuse = (received: string, expected: string) =>
    new Error(`${source}: received ${received}, expected ${expected}. Nothing was sent.`);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true) throw refuse('no file', 'a file that the doctor wrote');
  if ((stats.mode & 0o077) !== 0)
    throw refuse('a file that others can read, or change', 'one that only you can: chmod 600, when it is yours');
  if (process.getuid !== undefined && stats.uid !== process.getuid()) throw refuse('a file of another user', 'yours');
}
