import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptLostKey, lostKey } from '../../local/lost-key.ts';
import { useFolder } from '../use-folder.ts';

const folder = useFolder('lost-key');
const file = join(folder, 'lost-key');

test('a folder has one key: made once, whole, and for this user alone', async () => {
  expect(keptLostKey(folder)).toBeUndefined();
  const key = await lostKey(folder);
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect([await lostKey(folder), keptLostKey(folder)]).toEqual([key, key]);
  expect(readdirSync(folder)).toEqual(['lost-key']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(['', 'short', `${'a'.repeat(43)}=`])(
  'a file that holds "%s" holds no key: there is a new one',
  async (text) => {
    writeFileSync(file, text);
    expect(keptLostKey(folder)).toBeUndefined();
    const key = await lostKey(folder);
    expect([key.length, keptLostKey(folder)]).toEqual([43, key]);
  },
);

test('in memory each run has its own', async () => {
  expect(await lostKey(':memory:')).not.toBe(await lostKey(':memory:'));
  expect(keptLostKey(':memory:')).toBeUndefined();
});
