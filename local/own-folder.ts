import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OWN_FILE, OWN_FOLDER } from './whole-file.ts';

/** Takes from others what the umask can: LevelDB opens its files, now and later, for all to read. */
const OWN_UMASK = 0o077;

/** What there is of ours in a DATA_DIR: earlier versions made it for all to read. */
const FOLDERS = ['dynamodb', 'deferred', 'dead-letters', 'lock'];
const FILES = ['token', 'running.json', 'lost-key'];
const OURS = [...FOLDERS, ...FILES];

/** The bits of a mode that let every user write, and take away only what is theirs. */
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * Makes a folder where it is missing. What of ours is in it, and what this process makes from now on, is this user's
 * alone; a folder that holds other things as well, such as a home, keeps its own mode. Throws as `expectOwnFolder` does.
 */
export function openOwnFolder(dataDir: string): void {
  process.umask(OWN_UMASK);
  expectOwnFolder(dataDir);
  makeFolder(dataDir);
  const names = readdirSync(dataDir);
  const ours = names.filter((name) => OURS.includes(name));
  if (ours.length === names.length) chmodSync(dataDir, OWN_FOLDER);
  else expectOthersOut(dataDir);
  for (const name of ours) takeFromOthers(join(dataDir, name));
}

/** Throws when a DATA_DIR that is there, or what of ours is in it, may be another user's doing. It may be a link itself. */
export function expectOwnFolder(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  const found = statSync(dataDir);
  if (!found.isDirectory()) throw refused(dataDir, 'is no folder');
  if (isForeign(found)) throw refused(dataDir, 'belongs to another user');
  for (const name of FOLDERS) expectKind(join(dataDir, name), 'folder');
  for (const name of FILES) expectKind(join(dataDir, name), 'file');
}

/** Throws where every user may put a token of theirs in the place of ours. */
function expectOthersOut(dataDir: string): void {
  const { mode } = statSync(dataDir);
  if ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0)
    throw refused(dataDir, 'holds other things, and can be written by every user of this machine');
}

/** Makes a folder and those above it. Node's own `recursive` never ends where nothing can be made, as below /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function takeFromOthers(path: string): void {
  const isFolder = expectOwn(path)?.isDirectory();
  chmodSync(path, isFolder ? OWN_FOLDER : OWN_FILE);
  if (isFolder) for (const name of readdirSync(path)) takeFromOthers(join(path, name));
}

const ABSENT = { throwIfNoEntry: false } as const; // it need not be there

function expectOwn(path: string): Stats | undefined {
  const found = lstatSync(path, ABSENT);
  if (found?.isSymbolicLink()) throw refused(path, 'is a symbolic link');
  if (found && isForeign(found)) throw refused(path, 'belongs to another user');
  return found;
}

function expectKind(path: string, kind: 'folder' | 'file'): void {
  const found = expectOwn(path);
  const isOfKind = kind === 'folder' ? found?.isDirectory() : found?.isFile();
  if (isOfKind === false) throw refused(path, `is no ${kind}`);
}

/** Where there are no users, as on Windows, nobody is another. */
const isForeign = ({ uid }: Stats): boolean => process.getuid !== undefined && uid !== process.getuid();

const refused = (path: string, what: string): Error =>
  new Error(
    `${path} ${what}; expected DATA_DIR to be a folder that is yours alone, and so what is in it: mend that, or choose another, as in DATA_DIR=~/streams.`,
  );
