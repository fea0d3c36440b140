import { join } from 'node:path';
import { Level } from 'level';

/**
 * Takes a DATA_DIR for this process, until the answer is called: its database's own lock is free whenever the database is
 * down. It is the lock of a LevelDB that stays empty, for the system ends that with the process, however it ends; of a
 * file with a process id, another process may have that id by then. Throws LEVEL_LOCKED when another process has it.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const lock = new Level(join(dataDir, 'lock'));
  await lock.open();
  return () => lock.close();
}
