import { open, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** How the name of a file ends that is not written to its end. */
export const PARTIAL_SUFFIX = '.part';

/** Who may read what is written: this user. */
export const PRIVATE_FOLDER_MODE = 0o700;
export const PRIVATE_FILE_MODE = 0o600;

/** Writes a file that is there as a whole, and through a power cut, or not at all; one of this name is replaced. */
export async function writeFileAtomic(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  const partial = `${path}${PARTIAL_SUFFIX}`;
  try {
    await writeSynced(partial, text);
    await rename(partial, path);
  } catch (error) {
    await unlink(partial).catch(() => {}); // a disk that is full must not stay so
    throw error;
  }
  await syncFolder(folder);
}

async function writeSynced(path: string, text: string): Promise<void> {
  await rm(path, { force: true }); // what a write left that was cut off has its own mode, and may be a link
  const file = await open(path, 'wx', PRIVATE_FILE_MODE);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** A new name is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const folderHandle = await open(folder);
  try {
    await folderHandle.sync();
  } finally {
    await folderHandle.close();
  }
}
