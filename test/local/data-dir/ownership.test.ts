import { chmodSync, chownSync, mkdirSync, mkdtempSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readRunningFile, readStoredToken } from '../../../local/data-dir/data-dir.ts';
import { assertOwnDataDir, openDataDir } from '../../../local/data-dir/ownership.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('own-folder');
/** Any user but this one. */
const ANOTHER_USER = 12_345;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(folder, 'data-'));
});

/** Nothing opens it, and nothing in it is believed. */
function expectRefused(problem: string): void {
  for (const use of [openDataDir, assertOwnDataDir, readStoredToken, readRunningFile])
    expect(() => use(dataDir)).toThrow(`${problem}; expected DATA_DIR to be a folder that is yours alone`);
}

const files = ['token', 'running.json', 'lost-key'];
const folders = ['dynamodb', 'deferred', 'dead-letters'];

test.each([0o777, 0o1777])("a folder that every user can write becomes its own user's: %o", (mode) => {
  chmodSync(dataDir, mode);
  openDataDir(dataDir);
  expect(statSync(dataDir).mode & 0o7777).toBe(0o700);
});

test('one that holds other things keeps its mode, and is refused where every user may replace what is in it', () => {
  writeFileSync(join(dataDir, 'other'), '');
  chmodSync(dataDir, 0o1777);
  openDataDir(dataDir);
  expect(statSync(dataDir).mode & 0o7777).toBe(0o1777);
  chmodSync(dataDir, 0o777);
  expect(() => openDataDir(dataDir)).toThrow(`${dataDir} holds other things, and can be written by every user`);
});

test.each([...files, ...folders])(
  'a symbolic link in the place of %s is refused, and what it leads to stays as it is',
  (name) => {
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
    chmodSync(elsewhere, 0o755);
    symlinkSync(elsewhere, join(dataDir, name));
    expectRefused(`${name} is a symbolic link`);
    expect(statSync(elsewhere).mode & 0o777).toBe(0o755);
  },
);

test.each(files)('a folder in the place of the file %s is refused', (name) => {
  mkdirSync(join(dataDir, name));
  expectRefused(`${name} is no file`);
});

test.each(folders)('a file in the place of the folder %s is refused', (name) => {
  writeFileSync(join(dataDir, name), '');
  expectRefused(`${name} is no folder`);
});

test('a file is refused, and what would be below it is not there', () => {
  writeFileSync(join(dataDir, 'file'), '');
  dataDir = join(dataDir, 'file');
  expectRefused(`${dataDir} is no folder`);
  expect([readStoredToken(join(dataDir, 'below')), readRunningFile(join(dataDir, 'below'))]).toEqual([
    undefined,
    undefined,
  ]);
});

test('a link to a folder may be the folder', () => {
  const link = `${dataDir}-link`;
  symlinkSync(dataDir, link);
  writeFileSync(join(dataDir, 'token'), 'secret');
  openDataDir(link);
  expect(readStoredToken(link)).toBe('secret');
});

describe.skipIf(process.getuid?.() !== 0)('of another user (root alone can make such)', () => {
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

  test('a file that waits is refused when the receiver starts', () => {
    const file = join(dataDir, 'deferred', '1-x-0.jsonl');
    mkdirSync(join(dataDir, 'deferred'));
    writeFileSync(file, '');
    chownSync(file, ANOTHER_USER, ANOTHER_USER);
    expect(() => openDataDir(dataDir)).toThrow(`${file} belongs to another user`);
  });
});
