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
  process.umask(0o022); // new files are readable for all unless their mode says otherwise
  dataDir = await mkdtemp(join(folder, 'data-'));
});

const modeOf = (name: string): string => (statSync(join(dataDir, name)).mode & 0o777).toString(8);

test('running.json is readable for its user only, until the receiver removes it', async () => {
  const forget = await writeRunningFile(dataDir, running);
  expect(readRunningFile(dataDir)).toEqual(running);
  expect(modeOf('running.json')).toBe('600');
  forget();
  expect(readRunningFile(dataDir)).toBeUndefined();
  expect(readdirSync(dataDir)).toEqual([]);
});

test('a receiver does not remove the running.json of a later one', async () => {
  const forget = await writeRunningFile(dataDir, running);
  const other = { ...running, url: 'http://127.0.0.1:3001' };
  await writeRunningFile(dataDir, other);
  forget();
  expect(readRunningFile(dataDir)).toEqual(other);
});

test.each([
  ['is empty', ''],
  ['is cut off', '{"url":"http://127.0.0.1:3000","tok'],
  ['is not an object', 'null'],
  ['has no token', JSON.stringify({ ...running, token: undefined })],
  ['has an invalid URL', JSON.stringify({ ...running, dynamodb: 'nowhere' })],
])('a running.json that %s is ignored', (_what, text) => {
  writeFileSync(join(dataDir, 'running.json'), text);
  expect(readRunningFile(dataDir)).toBeUndefined();
});

test('a token is readable for its user only, and replaces the previous one', async () => {
  await storeToken(dataDir, 'first');
  await storeToken(dataDir, 'second');
  expect(readStoredToken(dataDir)).toBe('second');
  expect(modeOf('token')).toBe('600');
  expect(readFileSync(join(dataDir, 'token'), 'utf8')).toBe('second\n');
  expect(readdirSync(dataDir)).toEqual(['token']);
});

test('a token is readable for its user only, whatever an interrupted write left', async () => {
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
])('a file that is %s is not a token', (_what, text) => {
  writeFileSync(join(dataDir, 'token'), text);
  expect(readStoredToken(dataDir)).toBeUndefined();
});
