import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from './write-file-atomic.ts';

/** Takes from others what the umask can: LevelDB opens its files, now and later, for all to read. */
const PRIVATE_UMASK = 0o077;

/** What there is of ours in a DATA_DIR: earlier versions made it for all to read. */
const KNOWN_FOLDERS = ['dynamodb', 'deferred', 'dead-letters', 'lock'];
const KNOWN_FILES = ['token', 'running.json', 'lost-key'];
const KNOWN_NAMES = [...KNOWN_FOLDERS, ...KNOWN_FILES];

/** The bits of a mode that let every user write, and take away only what is theirs. */
const WORLD_WRITABLE = 0o002;
const STICKY = 0o1000;

/**
 * Makes a folder where it is missing. What of ours is in it, and what this process makes from now on, is this user's
 * alone; a folder that holds other things as well, such as a home, keeps its own mode. Throws as `expectOwnFolder` does.
 */
export function openDataDir(dataDir: string): void {
  process.umask(PRIVATE_UMASK);
  assertOwnDataDir(dataDir);
  createFolder(dataDir);
  const names = readdirSync(dataDir);
  const known = names.filter((name) => KNOWN_NAMES.includes(name));
  if (known.length === names.length) chmodSync(dataDir, PRIVATE_FOLDER_MODE);
  else assertNotWorldWritable(dataDir);
  for (const name of known) restrictToOwner(join(dataDir, name));
}

/** Throws when a DATA_DIR that is there, or what of ours is in it, may be another user's doing. It may be a link itself. */
export function assertOwnDataDir(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  const stats = statSync(dataDir);
  if (!stats.isDirectory()) throw dataDirError(dataDir, 'is no folder');
  if (belongsToAnotherUser(stats)) throw dataDirError(dataDir, 'belongs to another user');
  for (const name of KNOWN_FOLDERS) assertKind(join(dataDir, name), 'folder');
  for (const name of KNOWN_FILES) assertKind(join(dataDir, name), 'file');
}

/** Throws where every user may put a token of theirs in the place of ours. */
function assertNotWorldWritable(dataDir: string): void {
  const { mode } = statSync(dataDir);
  if ((mode & WORLD_WRITABLE) !== 0 && (mode & STICKY) === 0)
    throw dataDirError(dataDir, 'holds other things, and can be written by every user of this machine');
}

/** Makes a folder and those above it. Node's own `recursive` never ends where nothing can be made, as below /proc. */
export function createFolder(path: string): void {
  if (existsSync(path)) return;
  createFolder(dirname(path));
  mkdirSync(path);
}

function restrictToOwner(path: string): void {
  const isFolder = assertOwned(path)?.isDirectory();
  chmodSync(path, isFolder ? PRIVATE_FOLDER_MODE : PRIVATE_FILE_MODE);
  if (isFolder) for (const name of readdirSync(path)) restrictToOwner(join(path, name));
}

const MAY_BE_MISSING = { throwIfNoEntry: false } as const; // it need not be there

function assertOwned(path: string): Stats | undefined {
  const stats = lstatSync(path, MAY_BE_MISSING);
  if (stats?.isSymbolicLink()) throw dataDirError(path, 'is a symbolic link');
  if (stats && belongsToAnotherUser(stats)) throw dataDirError(path, 'belongs to another user');
  return stats;
}

function assertKind(path: string, kind: 'folder' | 'file'): void {
  const stats = assertOwned(path);
  const isExpectedKind = kind === 'folder' ? stats?.isDirectory() : stats?.isFile();
  if (isExpectedKind === false) throw dataDirError(path, `is no ${kind}`);
}

/** Where there are no users, as on Windows, nobody is another. */
const belongsToAnotherUser = ({ uid }: Stats): boolean => process.getuid !== undefined && uid !== process.getuid();

const dataDirError = (path: string, problem: string): Error =>
  new Error(
    `${path} ${problem}; expected DATA_DIR to be a folder that is yours alone, and so what is in it: mend that, or choose another, as in DATA_DIR=~/streams.`,
  );
