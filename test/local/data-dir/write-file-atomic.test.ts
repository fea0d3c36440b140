import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PARTIAL_SUFFIX, writeFileAtomic } from '../../../local/data-dir/write-file-atomic.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folders = useTempFolder('whole-file');
const createFolder = () => mkdtemp(join(folders, 'folder-'));

test('who reads a file while another takes its place reads the one of before, to its end', async () => {
  const folder = await createFolder();
  await writeFileAtomic(folder, 'token', 'before');
  const reader = await open(join(folder, 'token'));
  await writeFileAtomic(folder, 'token', 'after');
  expect(await reader.readFile('utf8')).toBe('before');
  await reader.close();
  expect(readFileSync(join(folder, 'token'), 'utf8')).toBe('after');
  expect(readdirSync(folder)).toEqual(['token']);
});

test('a file that cannot be written leaves the one of before', async () => {
  const folder = await createFolder();
  await writeFileAtomic(folder, 'token', 'before');
  mkdirSync(join(folder, `token${PARTIAL_SUFFIX}`)); // nothing can be written there
  await expect(writeFileAtomic(folder, 'token', 'after')).rejects.toThrow('EISDIR');
  expect(readFileSync(join(folder, 'token'), 'utf8')).toBe('before');
});

test('a file that cannot take its place leaves nothing', async () => {
  const folder = await createFolder();
  mkdirSync(join(folder, 'token'));
  await expect(writeFileAtomic(folder, 'token', 'after')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['token']);
});
