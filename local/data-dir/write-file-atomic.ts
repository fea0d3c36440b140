import { open, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** The ending of the name of a file that is still being written. */
export const PARTIAL_SUFFIX = '.part';

export const PRIVATE_FOLDER_MODE = 0o700;
export const PRIVATE_FILE_MODE = 0o600;

/** Writes or replaces a file, readable for this user only: complete or not at all, even through a power cut. */
export async function writeFileAtomic(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  const partial = `${path}${PARTIAL_SUFFIX}`;
  try {
    await writeSynced(partial, text);
    await rename(partial, path);
  } catch (error) {
    await unlink(partial).catch(() => {}); // a full disk must not stay full
    throw error;
  }
  await syncFolder(folder);
}

async function writeSynced(path: string, text: string): Promise<void> {
  await rm(path, { force: true }); // one left by an interrupted write has its own mode, and may be a symbolic link
  const file = await open(path, 'wx', PRIVATE_FILE_MODE);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Flushes a folder: only then is a new name in it on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const folderHandle = await open(folder);
  try {
    await folderHandle.sync();
  } finally {
    await folderHandle.close();
  }
}
