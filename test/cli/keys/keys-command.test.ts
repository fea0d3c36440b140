import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createKeysCommand } from '../../../cli/keys/keys-command.ts';
import { createServersCommand } from '../../../cli/servers/servers-command.ts';
import { createTokensCommand } from '../../../cli/tokens/tokens-command.ts';
import { streamKeyKey } from '../../../lambda/tokens/stream-key-row.ts';
import { hashToken } from '../../../lambda/tokens/token.ts';
import { findRunningReceiver } from '../../../local/data-dir/find-running-receiver.ts';
import { connect } from '../../../local/database/database.ts';
import { TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { StreamKeyTable } from '../../../local/stream-key-table.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const DATA_DIR = useTempFolder('keys');
const env = { DATA_DIR };
let receiver: Receiver;
let table: StreamKeyTable;
let client: ReturnType<typeof connect>;

beforeAll(async () => {
  receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: DATA_DIR, log: () => {} });
  client = connect((await findRunningReceiver(DATA_DIR))?.dynamodb ?? '');
  table = new StreamKeyTable(client, TOKENS_TABLE);
});
afterAll(async () => {
  client.destroy();
  await receiver.close();
});
beforeEach(async () => {
  for (const { hash } of await table.list()) await table.revoke(hash);
});

const keys = (...args: string[]) => runInProcess(createKeysCommand(), args, env);

async function create(...args: string[]) {
  const { stdout, stderr, code } = await keys('create', '--json', '--app', 'LiveApp', ...args);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout);
}

const list = async (...args: string[]) => JSON.parse((await keys('list', '--json', ...args)).stdout);

test('a key is created, listed without its secret or hash, and revoked by the start of its id', async () => {
  const created = await create('--stream', 'cam-1', '--label', 'studio');
  const { id, key } = created;
  expect(created).toEqual({ id, key, app: 'LiveApp', stream: 'cam-1', use: 'publish', label: 'studio', from: null, expires: null }); // biome-ignore format: a row
  expect(Object.keys(created)).toEqual(['id', 'key', 'app', 'stream', 'use', 'label', 'from', 'expires']);
  expect(key).toMatch(/^amk_[A-Za-z0-9_-]{32}$/);
  expect(id).toBe(hashToken(key).slice(0, 8));
  expect(await list()).toEqual([
    { id, app: 'LiveApp', stream: 'cam-1', use: 'publish', label: 'studio', from: null, expires: null, createdAt: expect.stringMatching(/Z$/), lastUsedAt: null, allowed: 0, expired: false },
  ]); // biome-ignore format: rows
  const shown = `${JSON.stringify(await list())}${(await keys('list')).stdout}`;
  expect(shown).not.toContain(key);
  expect(shown).not.toContain(hashToken(key));
  expect((await keys('revoke', id.slice(0, 5))).stdout).toBe(
    `Revoked ${id} (studio) in ${receiver.url}: it lets nobody in any more, at the latest in 60 s.\n`,
  );
  expect(await list()).toEqual([]);
  expect((await keys('list')).stdout).toBe(`No keys in ${receiver.url}: npm run keys -- create --help\n`);
});

test('the two keys of a rotation are valid at once, and one is revoked without the other', async () => {
  const [older, newer] = [await create('--stream', 'cam-1'), await create('--stream', 'cam-1')];
  expect(older.key).not.toBe(newer.key);
  expect(JSON.parse((await keys('revoke', older.id, '--json')).stdout)).toMatchObject({ id: older.id, allowed: 0 });
  expect((await list()).map(({ id }: { id: string }) => id)).toEqual([newer.id]);
});

test.each([
  { args: ['--prefix', 'studio-'], stream: 'studio-*' },
  { args: ['--any'], stream: '*' },
  { args: ['--stream', ' a/b c#%'], stream: ' a/b c#%' },
  { args: ['--stream', 'x'.repeat(400)], stream: 'x'.repeat(400) },
])('$args is for $stream', async ({ args, stream }) => expect((await create(...args)).stream).toBe(stream));

test('what to type is printed, at the host that is named', async () => {
  const args = ['create', '--app', 'LiveApp', '--stream', 'cam-1', '--for', 'both', '--server', 'media.example.com'];
  const { stdout } = await keys(...args);
  const [, key = ''] = /Key {11}(\S+)/.exec(stdout) ?? [];
  for (const line of [
    'OBS server    rtmp://media.example.com/LiveApp',
    `OBS key       cam-1?token=${key}`,
    `RTMP URL      rtmp://media.example.com/LiveApp/cam-1?token=${key}`,
    `SRT URL       srt://media.example.com:4200?streamid=LiveApp/cam-1,token=${key}`,
    `Player        ?token=${key}, or &token=${key} behind another parameter`,
    'The key is shown only once: only its hash is stored.',
  ])
    expect(stdout.split('\n')).toContain(line);
});

test.each([
  { args: ['--any'], has: ['cam-1?token=amk_', 'Replace cam-1 with the id of any stream.'], hasNot: ['Player'] },
  { args: ['--prefix', 'studio-'], has: ['studio-1?token=amk_', 'a stream that begins with studio-.'], hasNot: ['Player'] },
  { args: ['--any', '--for', 'play'], has: ['Player        ?token=amk_'], hasNot: ['OBS', 'rtmp:', 'srt:', 'Replace'] },
  { args: ['--stream', 'a,b'], has: ['a,b?token=amk_'], hasNot: ['srt:'] },
  { args: ['--stream', 'cam-1'], has: ['rtmp://MEDIA-SERVER/LiveApp', "create --app LiveApp --scope authorize"], hasNot: ['Replace'] },
])('$args prints $has', async ({ args, has, hasNot }) => {
  const { stdout } = await keys('create', '--app', 'LiveApp', ...args);
  for (const text of has) expect(stdout).toContain(text);
  for (const text of hasNot) expect(stdout).not.toContain(text);
}); // biome-ignore format: rows

test('what to type is at the registered media server, by its own name of the application', async () => {
  const server = ['add', '--app', 'Studio', '--url', 'https://media.example.com:5443/LiveApp', '--no-jwt', '--json'];
  await runInProcess(createServersCommand(), server, env);
  const { stdout } = await keys('create', '--app', 'Studio', '--stream', 'cam-1');
  expect(stdout).toContain('OBS server    rtmp://media.example.com/LiveApp\n');
  const { stdout: named } = await keys('create', '--app', 'Studio', '--stream', 'cam-1', '--server', '[::1]');
  expect(named).toContain('OBS server    rtmp://[::1]/LiveApp\n');
});

test('the process shows a key once, and escapes control characters of a label', async () => {
  const { stdout, code } = await run(
    'keys',
    ['create', '--app', 'LiveApp', '--prefix', 'x', '--label', '\x1b[2J'],
    env,
  );
  expect({ code, key: /amk_\S{32}/.test(stdout) }).toEqual({ code: 0, key: true });
  expect((await keys('list')).stdout).toContain('\\u001b[2J');
});

test('validity counts from --from, and lists as a range, until and expired', async () => {
  const began = Date.now();
  const { from, expires } = await create('--any', '--from', '1h', '--expires', '8h');
  expect(Date.parse(expires) - Date.parse(from)).toBe(28_800_000);
  expect(Math.abs(Date.parse(from) - began - 3_600_000)).toBeLessThan(60_000);
  await create('--any', '--expires', '8d', '--label', 'in 8 days');
  await create('--any', '--expires', '1s', '--label', 'short');
  await create('--any', '--label', 'for ever');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const { stdout } = await keys('list');
  expect(stdout).toMatch(/publish +(\d+ \w+ )?\d\d:\d\d – (\d+ \w+ )?\d\d:\d\d +never +0$/m); // never cut: a day may be in both
  expect(stdout).toMatch(/short +expired /);
  expect(stdout).toMatch(/for ever +until revoked +never +0/);
  expect((await list('--expiring', '7d')).map(({ label }: { label: string }) => label)).toEqual(['']);
  expect((await list('--expiring', '9d')).map(({ label }: { label: string }) => label)).toEqual(['in 8 days', '']);
  expect((await list()).map(({ expired }: { expired: boolean }) => expired)).toEqual([false, true, false, false]);
});

test('use is listed to the hour, and only keys of an app on demand', async () => {
  const { key } = await create('--any');
  const hour = Date.UTC(2026, 10, 20, 12);
  await client.send(
    new UpdateItemCommand({
      TableName: TOKENS_TABLE,
      Key: streamKeyKey(hashToken(key)),
      UpdateExpression: 'SET lastUsedAt = :hour ADD allowed :n',
      ExpressionAttributeValues: { ':hour': { N: String(hour) }, ':n': { N: '12' } },
    }),
  );
  expect(await list()).toMatchObject([{ lastUsedAt: '2026-11-20T12:00:00.000Z', allowed: 12 }]);
  expect((await keys('list')).stdout).toMatch(/ 12\n$/);
  expect(await list('--app', 'Other')).toEqual([]);
  expect((await keys('list', '--app', 'Other')).stdout).toBe(`No such keys in ${receiver.url}.\n`);
});

test('tokens neither list nor revoke keys, nor the other way round', async () => {
  const { id, key } = await create('--any');
  const tokens = (...args: string[]) => runInProcess(createTokensCommand(), args, env);
  const listed = (await tokens('list', '--json')).stdout;
  expect(listed).not.toContain(id);
  expect((await tokens('revoke', id)).stderr).toContain('expected the start of an id');
  expect((await tokens('revoke', 'key#')).stderr).toContain('expected the start of an id');
  expect((await list()).map((each: { id: string }) => each.id)).toEqual([id]);
  const [{ id: tokenId }] = JSON.parse(listed);
  expect((await keys('revoke', tokenId)).stderr).toContain('see npm run keys -- list');
  expect((await tokens('list', '--json')).stdout).toContain(tokenId);
  expect(listed).not.toContain(hashToken(key));
});

describe('refused, on one line, and nothing is created:', () => {
  test.each([
    { args: ['create', '--stream', 'a'], says: "required option '--app <app>'" },
    { args: ['create', '--app', 'a'], says: 'Received none of --stream, --prefix and --any, expected one' },
    { args: ['create', '--app', 'a', '--stream', 'a', '--any'], says: 'Received 2 of --stream' },
    { args: ['create', '--app', 'a', '--stream', 'a', '--prefix', 'a', '--any'], says: 'Received 3 of --stream' },
    { args: ['create', '--app', 'a/b', '--any'], says: 'such as LiveApp' },
    { args: ['create', '--app', 'a', '--stream', ''], says: '--stream: received nothing' },
    { args: ['create', '--app', 'a', '--prefix', ''], says: '--prefix: received nothing, expected the beginning of ids, such as studio-: for every stream' },
    { args: ['create', '--app', 'a', '--stream', 'x'.repeat(401)], says: 'received 401 characters' },
    { args: ['create', '--app', 'a', '--stream', 'kämera'], says: 'beyond ASCII, expected the id of a stream, such as cam-1: such ids arrive damaged; use --prefix with what comes before those characters, or --any' },
    { args: ['create', '--app', 'a', '--prefix', '東京'], says: 'beyond ASCII' },
    { args: ['create', '--app', 'a', '--stream', 'cam-*'], says: 'use --prefix without them' },
    { args: ['create', '--app', 'a', '--stream', 'cam?x=y'], says: 'which has * or ?' },
    { args: ['create', '--app', 'a', '--prefix', 'cam-*'], says: '--prefix: received "cam-*"' },
    { args: ['create', '--app', 'a', '--stream', 'a\nb'], says: 'received control characters' },
    { args: ['create', '--app', 'a', '--stream', 'a\x7fb'], says: 'received control characters' },
    { args: ['create', '--app', 'a', '--any', '--for', 'watch'], says: 'Allowed choices are publish, play, both' },
    { args: ['create', '--app', 'a', '--any', '--expires', '0h'], says: 'such as 8h or 90d' },
    { args: ['create', '--app', 'a', '--any', '--expires', '2020-01-01T00:00:00Z'], says: 'which is over' },
    { args: ['create', '--app', 'a', '--any', '--from', '2030-01-01T00:00:00Z', '--expires', '2029-01-01T00:00:00Z'], says: 'expected the end after the beginning' },
    { args: ['create', '--app', 'a', '--any', '--server', 'rtmp://a/b'], says: 'such as media.example.com' },
    { args: ['revoke', 'abc'], says: 'expected at least 4 characters: see npm run keys -- list' },
    { args: ['revoke', '-habc'], says: 'received "-habc", expected the start of an id' },
    { args: ['list', '--expiring', 'soon'], says: 'such as 10m or 90d' },
    { args: ['lis'], says: "unknown command 'lis'" },
  ])('keys $args', async ({ args, says }) => {
    const { code, stdout, stderr } = await keys(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await list()).toEqual([]);
  });
}); // biome-ignore format: rows

test('the help of revoke says whom --stop ends', async () => {
  const help = (await keys('revoke', '--help')).stdout.replaceAll(/\s+/g, ' ');
  expect(help).toContain('stop every live stream that the key covers: also those that were published with another key, such as its replacement, and those that the server pulls itself'); // biome-ignore format: a sentence
});
