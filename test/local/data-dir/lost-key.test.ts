import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureLostKey, readLostKey } from '../../../local/data-dir/lost-key.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('lost-key');
const file = join(folder, 'lost-key');

test('a folder has one key, created once and readable for its user only', async () => {
  expect(readLostKey(folder)).toBeUndefined();
  const key = await ensureLostKey(folder);
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect([await ensureLostKey(folder), readLostKey(folder)]).toEqual([key, key]);
  expect(readdirSync(folder)).toEqual(['lost-key']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(['', 'short', `${'a'.repeat(43)}=`])('a file that holds "%s" is replaced by a new key', async (text) => {
  writeFileSync(file, text);
  expect(readLostKey(folder)).toBeUndefined();
  const key = await ensureLostKey(folder);
  expect([key.length, readLostKey(folder)]).toEqual([43, key]);
});

test('in memory each run has its own key', async () => {
  expect(await ensureLostKey(':memory:')).not.toBe(await ensureLostKey(':memory:'));
  expect(readLostKey(':memory:')).toBeUndefined();
});
