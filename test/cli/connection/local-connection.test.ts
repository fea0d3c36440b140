import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTokensCommand } from '../../../cli/tokens/tokens-command.ts';
import { writeRunningFile } from '../../../local/data-dir/data-dir.ts';
import { startDatabase } from '../../../local/database/database.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { run } from '../../run.ts';
import { runInProcess } from '../run-in-process.ts';

let DATA_DIR: string;
beforeEach(() => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'tokens-'));
});
afterEach(() => rmSync(DATA_DIR, { recursive: true }));

const tokens = (...args: string[]) => runInProcess(createTokensCommand(), args, { DATA_DIR });

test('without a receiver the folder itself is opened, also after a receiver was killed and is still announced', async () => {
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
])('a folder without a database is refused, and none is created: %s %s', async (command, ...args) => {
  const mistyped = join(DATA_DIR, 'mistyped');
  const { code, stderr } = await run(command, args, { DATA_DIR: mistyped });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `DATA_DIR: received "${mistyped}", which holds no database; expected the folder of a receiver: npm start creates one.\n`,
  });
  expect(existsSync(mistyped)).toBe(false);
});

test('an unknown stream of a folder without a receiver is an error of one line, without a hint that needs a receiver', async () => {
  await (await startDatabase(DATA_DIR)).close();
  const { code, stderr } = await run('streams', ['forget', 'LiveApp/cam-1', '--yes'], { DATA_DIR });
  expect(code).toBe(1);
  expect(stderr).toBe(`LiveApp/cam-1: stream not found in the folder ${DATA_DIR}.\n`);
});

test('an empty list says what to do', async () => {
  await (await startDatabase(DATA_DIR)).close();
  expect(await tokens('list')).toEqual({
    code: 0,
    stdout: `No tokens in the folder ${DATA_DIR}: npm run tokens -- create --help\n`,
    stderr: '',
  });
});

test('a locked folder is an error of one line', async () => {
  const database = await startDatabase(DATA_DIR);
  const { code, stderr } = await run('tokens', ['list'], { DATA_DIR });
  await database.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^\S+ is in use by another receiver: stop it, or choose another folder, as in DATA_DIR=\.local-2\.\n$/,
  );
});

test('a database in memory is refused', async () => {
  const { code, stderr } = await runInProcess(createTokensCommand(), ['list'], { DATA_DIR: ':memory:' });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'DATA_DIR: received ":memory:", which stores nothing; expected a folder, such as .local.\n',
  });
});
