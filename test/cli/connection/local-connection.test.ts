import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeRunningFile } from '../../../local/data-dir/data-dir.ts';
import { startDatabase } from '../../../local/database/database.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { run } from '../../run.ts';

let DATA_DIR: string;
beforeEach(() => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'tokens-'));
});
afterEach(() => rmSync(DATA_DIR, { recursive: true }));

const tokens = (...args: string[]) => run('tokens', args, { DATA_DIR });

test('without a receiver the folder itself is opened, one that was killed and is still announced included', async () => {
  await writeRunningFile(DATA_DIR, { url: 'http://127.0.0.1:9', token: 'gone', dynamodb: 'http://127.0.0.1:9' });
  const { stdout, stderr } = await tokens('create', '--app', 'LiveApp', '--json');
  expect(stderr).toBe('');
  const { secret, webhookUrl } = JSON.parse(stdout);
  expect(webhookUrl).toBeNull();

  const receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: DATA_DIR, log: () => {} });
  const hook = { method: 'POST', body: JSON.stringify({ action: 'liveStreamStarted', id: 'cam-1' }) };
  expect((await fetch(`${receiver.url}/hooks/LiveApp/${secret}`, hook)).status).toBe(200);
  await receiver.close();
});

test.each([
  ['tokens', 'list'],
  ['tokens', 'revoke', 'abcd'],
  ['streams', 'forget', 'LiveApp/cam-1', '--yes'],
  ['simulate', '--clean'],
  ['replay', '--quarantine'],
])('a folder without a database is refused, and none is made: %s %s', async (command, ...args) => {
  const mistyped = join(DATA_DIR, 'mistyped');
  const { code, stderr } = await run(command, args, { DATA_DIR: mistyped });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `DATA_DIR: received "${mistyped}", which holds no database; expected the folder of a receiver: npm start makes one.\n`,
  });
  expect(existsSync(mistyped)).toBe(false);
});

test('a stream that a folder without a receiver does not hold is one line, without what only a receiver could show', async () => {
  await (await startDatabase(DATA_DIR)).close();
  const { code, stderr } = await run('streams', ['forget', 'LiveApp/cam-1', '--yes'], { DATA_DIR });
  expect(code).toBe(1);
  expect(stderr).toBe(`LiveApp/cam-1: stream not found in the folder ${DATA_DIR}.\n`);
});

test('an empty table says what to do', async () => {
  await (await startDatabase(DATA_DIR)).close();
  expect(await tokens('list')).toEqual({
    code: 0,
    stdout: `No tokens in the folder ${DATA_DIR}: npm run tokens -- create --help\n`,
    stderr: '',
  });
});

test('a folder that something else has locked is one line', async () => {
  const database = await startDatabase(DATA_DIR);
  const { code, stderr } = await tokens('list');
  await database.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^\S+ is in use by another receiver: end it, or choose another.*\n$/);
});

test('a folder in memory keeps nothing', async () => {
  const { code, stderr } = await run('tokens', ['list'], { DATA_DIR: ':memory:' });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'DATA_DIR: received ":memory:", which keeps nothing; expected a folder, such as .local.\n',
  });
});
