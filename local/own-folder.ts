import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OWN_FILE, OWN_FOLDER } from './whole-file.ts';

/** Takes from others what the umask can: LevelDB opens its files, now and later, for all to read. */
const OWN_UMASK = 0o077;

/** What there is of ours in a DATA_DIR: earlier versions made it for all to read. */
const OURS = ['dynamodb', 'deferred', 'dead-letters', 'token', 'running.json', 'lost-key', 'lock'];

/**
 * Makes a folder where it is missing. What of ours is in it, and what this process makes from now on, is this user's
 * alone; a folder that holds other things as well, such as /tmp, keeps its own mode.
 */
export function openOwnFolder(dataDir: string): void {
  process.umask(OWN_UMASK);
  makeFolder(dataDir);
  const names = readdirSync(dataDir);
  const ours = names.filter((name) => OURS.includes(name));
  if (ours.length === names.length) chmodSync(dataDir, OWN_FOLDER);
  for (const name of ours) takeFromOthers(join(dataDir, name));
}

/** Makes a folder and those above it. Node's own `recursive` never ends where nothing can be made, as below /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function takeFromOthers(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return; // what it leads to is not of our making
  chmodSync(path, found.isDirectory() ? OWN_FOLDER : OWN_FILE);
  if (found.isDirectory()) for (const name of readdirSync(path)) takeFromOthers(join(path, name));
}
