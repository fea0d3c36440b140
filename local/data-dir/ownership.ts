import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from './write-file-atomic.ts';

/** Denies others all access to new files: LevelDB creates its files readable for all. */
const PRIVATE_UMASK = 0o077;

/** The files and folders of a receiver in a DATA_DIR; earlier versions created it readable for all. */
const KNOWN_FOLDERS = ['dynamodb', 'deferred', 'dead-letters', 'lock', 'announcements', 'media-server-copies'];
const KNOWN_FILES = ['token', 'running.json', 'lost-key', 'servers.json', 'notify.json'];
const KNOWN_NAMES = [...KNOWN_FOLDERS, ...KNOWN_FILES];

/** The bits of a mode that let every user write, and delete only their own files. */
const WORLD_WRITABLE = 0o002;
const STICKY = 0o1000;

/**
 * Creates a DATA_DIR where it is missing, and makes it accessible to this user only, with what the receiver stores in it
 * now and later. A folder that also holds other files, such as a home, keeps its mode. Throws as `assertOwnDataDir` does.
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

/** Throws when an existing DATA_DIR, or a known entry in it, may come from another user. The folder itself may be a symbolic link. */
export function assertOwnDataDir(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  const stats = statSync(dataDir);
  if (!stats.isDirectory()) throw dataDirError(dataDir, 'is not a folder');
  if (belongsToAnotherUser(stats)) throw dataDirError(dataDir, 'belongs to another user');
  for (const name of KNOWN_FOLDERS) assertKind(join(dataDir, name), 'folder');
  for (const name of KNOWN_FILES) assertKind(join(dataDir, name), 'file');
}

/** Throws when every user could replace the token. */
function assertNotWorldWritable(dataDir: string): void {
  const { mode } = statSync(dataDir);
  if ((mode & WORLD_WRITABLE) !== 0 && (mode & STICKY) === 0)
    throw dataDirError(dataDir, 'holds other files, and can be written by every user of this machine');
}

/** Creates a folder and its parents. The `recursive` option of Node never returns where no folder can be created, as in /proc. */
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

const MAY_BE_MISSING = { throwIfNoEntry: false } as const; // as its type requires

function assertOwned(path: string): Stats | undefined {
  const stats = lstatSync(path, MAY_BE_MISSING);
  if (stats?.isSymbolicLink()) throw dataDirError(path, 'is a symbolic link');
  if (stats && belongsToAnotherUser(stats)) throw dataDirError(path, 'belongs to another user');
  return stats;
}

function assertKind(path: string, kind: 'folder' | 'file'): void {
  const stats = assertOwned(path);
  const isExpectedKind = kind === 'folder' ? stats?.isDirectory() : stats?.isFile();
  if (isExpectedKind === false) throw dataDirError(path, `is not a ${kind}`);
}

/** Always false where there are no user ids, as on Windows. */
const belongsToAnotherUser = ({ uid }: Stats): boolean => process.getuid !== undefined && uid !== process.getuid();

const dataDirError = (path: string, problem: string): Error =>
  new Error(
    `${path} ${problem}; expected DATA_DIR, and what it holds, to be yours only: fix that, or choose another folder, as in DATA_DIR=~/streams.`,
  );
