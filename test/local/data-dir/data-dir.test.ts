import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readRunningFile, readStoredToken, storeToken, writeRunningFile } from '../../../local/data-dir/data-dir.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('data-dir');
const running = { url: 'http://127.0.0.1:3000', token: 'secret', dynamodb: 'http://key@127.0.0.1:4000' };

let dataDir: string;
beforeEach(async () => {
  process.umask(0o022); // others may read what does not say otherwise
  dataDir = await mkdtemp(join(folder, 'data-'));
});

const modeOf = (name: string): string => (statSync(join(dataDir, name)).mode & 0o777).toString(8);

test('a receiver is announced to its user alone, until it takes that back', async () => {
  const forget = await writeRunningFile(dataDir, running);
  expect(readRunningFile(dataDir)).toEqual(running);
  expect(modeOf('running.json')).toBe('600');
  forget();
  expect(readRunningFile(dataDir)).toBeUndefined();
  expect(readdirSync(dataDir)).toEqual([]);
});

test('a receiver takes back no other one that is announced there by then', async () => {
  const forget = await writeRunningFile(dataDir, running);
  const other = { ...running, url: 'http://127.0.0.1:3001' };
  await writeRunningFile(dataDir, other);
  forget();
  expect(readRunningFile(dataDir)).toEqual(other);
});

test.each([
  ['is empty', ''],
  ['is cut off', '{"url":"http://127.0.0.1:3000","tok'],
  ['is no object', 'null'],
  ['has no token', JSON.stringify({ ...running, token: undefined })],
  ['has a URL that is none', JSON.stringify({ ...running, dynamodb: 'nowhere' })],
])('a running.json that %s announces nobody', (_what, text) => {
  writeFileSync(join(dataDir, 'running.json'), text);
  expect(readRunningFile(dataDir)).toBeUndefined();
});

test('a token is kept for its user alone, in place of the one before', async () => {
  await storeToken(dataDir, 'first');
  await storeToken(dataDir, 'second');
  expect(readStoredToken(dataDir)).toBe('second');
  expect(modeOf('token')).toBe('600');
  expect(readFileSync(join(dataDir, 'token'), 'utf8')).toBe('second\n');
  expect(readdirSync(dataDir)).toEqual(['token']);
});

test('a token is kept for its user alone, whatever is left of a write that was cut off', async () => {
  const [elsewhere, unfinished] = [join(dataDir, 'elsewhere'), join(dataDir, 'token.part')];
  writeFileSync(elsewhere, 'as it was', { mode: 0o644 });
  for (const leave of [() => writeFileSync(unfinished, 'cut'), () => symlinkSync(elsewhere, unfinished)]) {
    leave();
    await storeToken(dataDir, 'secret');
    expect(readStoredToken(dataDir)).toBe('secret');
    expect(modeOf('token')).toBe('600');
  }
  expect(readFileSync(elsewhere, 'utf8')).toBe('as it was');
  expect(readdirSync(dataDir)).toEqual(['elsewhere', 'token']);
});

test.each([
  ['empty', ''],
  ['blank', ' \n'],
  ['of zeros, as a power cut leaves it', '\0\0\0\0'],
  ['of two words', 'two words'],
])('a file that is %s holds no token', (_what, text) => {
  writeFileSync(join(dataDir, 'token'), text);
  expect(readStoredToken(dataDir)).toBeUndefined();
});
