import { join } from 'node:path';
import { Level } from 'level';

/**
 * Locks a DATA_DIR for this process, and returns a function that unlocks it. The lock of the database itself is free
 * while the database restarts. This one is that of an empty LevelDB, which the system releases however the process ends;
 * a file with a process id could name an unrelated process later. Throws LEVEL_LOCKED when another process holds it.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const lock = new Level(join(dataDir, 'lock'));
  await lock.open();
  return () => lock.close();
}
