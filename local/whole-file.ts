import { open, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** How the name of a file ends that is not written to its end. */
export const UNFINISHED = '.part';

/** Who may read what is written: this user. */
export const OWN_FOLDER = 0o700;
export const OWN_FILE = 0o600;

/** Writes a file that is there as a whole, and through a power cut, or not at all; one of this name is replaced. */
export async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  const unfinished = `${path}${UNFINISHED}`;
  try {
    await writeSynced(unfinished, text);
    await rename(unfinished, path);
  } catch (error) {
    await unlink(unfinished).catch(() => {}); // a disk that is full must not stay so
    throw error;
  }
  await syncFolder(folder);
}

async function writeSynced(path: string, text: string): Promise<void> {
  await rm(path, { force: true }); // what a write left that was cut off has its own mode, and may be a link
  const file = await open(path, 'wx', OWN_FILE);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** A new name is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
