import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PARTIAL_SUFFIX, writeFileAtomic } from '../../../local/data-dir/write-file-atomic.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folders = useTempFolder('whole-file');
const createFolder = () => mkdtemp(join(folders, 'folder-'));

test('a reader that has the file open while it is replaced reads the previous content', async () => {
  const folder = await createFolder();
  await writeFileAtomic(folder, 'token', 'before');
  const reader = await open(join(folder, 'token'));
  await writeFileAtomic(folder, 'token', 'after');
  expect(await reader.readFile('utf8')).toBe('before');
  await reader.close();
  expect(readFileSync(join(folder, 'token'), 'utf8')).toBe('after');
  expect(readdirSync(folder)).toEqual(['token']);
});

test('a write that fails leaves the previous file', async () => {
  const folder = await createFolder();
  await writeFileAtomic(folder, 'token', 'before');
  mkdirSync(join(folder, `token${PARTIAL_SUFFIX}`)); // the partial file cannot be written
  await expect(writeFileAtomic(folder, 'token', 'after')).rejects.toThrow('EISDIR');
  expect(readFileSync(join(folder, 'token'), 'utf8')).toBe('before');
});

test('a write that cannot replace the target leaves no partial file', async () => {
  const folder = await createFolder();
  mkdirSync(join(folder, 'token'));
  await expect(writeFileAtomic(folder, 'token', 'after')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['token']);
});
