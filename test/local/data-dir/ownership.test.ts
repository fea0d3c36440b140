import { chmodSync, chownSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readRunningFile, readStoredToken } from '../../../local/data-dir/data-dir.ts';
import { assertOwnDataDir, openDataDir } from '../../../local/data-dir/ownership.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('own-folder');
/** The id of any other user. */
const ANOTHER_USER = 12_345;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(folder, 'data-'));
});

/** Expects that the folder cannot be opened, and that no file in it is read. */
function expectRefused(problem: string): void {
  for (const use of [openDataDir, assertOwnDataDir, readStoredToken, readRunningFile])
    expect(() => use(dataDir)).toThrow(`${problem}; expected DATA_DIR, and what it holds, to be yours only`);
}

const files = ['token', 'running.json', 'lost-key'];
const folders = ['dynamodb', 'deferred', 'dead-letters'];

test.each([0o777, 0o1777])('a folder that every user can write becomes private: %o', (mode) => {
  chmodSync(dataDir, mode);
  openDataDir(dataDir);
  expect(statSync(dataDir).mode & 0o7777).toBe(0o700);
});

test('a folder with other files keeps its mode, and is refused when every user may replace them', () => {
  writeFileSync(join(dataDir, 'other'), '');
  chmodSync(dataDir, 0o1777);
  openDataDir(dataDir);
  expect(statSync(dataDir).mode & 0o7777).toBe(0o1777);
  chmodSync(dataDir, 0o777);
  expect(() => openDataDir(dataDir)).toThrow(`${dataDir} holds other files, and can be written by every user`);
});

test.each([...files, ...folders])('a symbolic link named %s is refused, and its target stays unchanged', (name) => {
  const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
  chmodSync(elsewhere, 0o755);
  symlinkSync(elsewhere, join(dataDir, name));
  expectRefused(`${name} is a symbolic link`);
  expect(statSync(elsewhere).mode & 0o777).toBe(0o755);
});

test.each(files)('a folder named %s is refused where a file is expected', (name) => {
  mkdirSync(join(dataDir, name));
  expectRefused(`${name} is not a file`);
});

test.each(folders)('a file named %s is refused where a folder is expected', (name) => {
  writeFileSync(join(dataDir, name), '');
  expectRefused(`${name} is not a folder`);
});

test('a file as DATA_DIR is refused, and a path below it counts as missing', () => {
  writeFileSync(join(dataDir, 'file'), '');
  dataDir = join(dataDir, 'file');
  expectRefused(`${dataDir} is not a folder`);
  expect([readStoredToken(join(dataDir, 'below')), readRunningFile(join(dataDir, 'below'))]).toEqual([
    undefined,
    undefined,
  ]);
});

test('DATA_DIR may be a symbolic link to a folder', () => {
  const link = `${dataDir}-link`;
  symlinkSync(dataDir, link);
  writeFileSync(join(dataDir, 'token'), 'secret');
  openDataDir(link);
  expect(readStoredToken(link)).toBe('secret');
});

describe.skipIf(process.getuid?.() !== 0)('of another user (only root can create such)', () => {
  test('a folder is refused', () => {
    chownSync(dataDir, ANOTHER_USER, ANOTHER_USER);
    expectRefused(`${dataDir} belongs to another user`);
  });

  test.each(files)('the file %s is refused', (name) => {
    writeFileSync(join(dataDir, name), 'a-secret-of-theirs');
    chownSync(join(dataDir, name), ANOTHER_USER, ANOTHER_USER);
    expectRefused(`${name} belongs to another user`);
  });

  test.each(folders)('the folder %s is refused', (name) => {
    mkdirSync(join(dataDir, name));
    chownSync(join(dataDir, name), ANOTHER_USER, ANOTHER_USER);
    expectRefused(`${name} belongs to another user`);
  });

  test('a deferred file is refused when the receiver starts', () => {
    const file = join(dataDir, 'deferred', '1-x-0.jsonl');
    mkdirSync(join(dataDir, 'deferred'));
    writeFileSync(file, '');
    chownSync(file, ANOTHER_USER, ANOTHER_USER);
    expect(() => openDataDir(dataDir)).toThrow(`${file} belongs to another user`);
  });
});
