import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTokensCommand } from '../../../cli/tokens/tokens-command.ts';
import { startOfHour } from '../../../lambda/table/row-keys.ts';
import { hashToken, tokenIdOf } from '../../../lambda/tokens/token.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { measureWidth } from '../../../terminal/truncate.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const DATA_DIR = useTempFolder('tokens');
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: DATA_DIR, log: () => {} });
});
afterAll(async () => {
  await receiver.close();
});

const tokens = (...args: string[]) => runInProcess(createTokensCommand(), args, { DATA_DIR });

async function create(...args: string[]) {
  const { stdout, stderr, code } = await tokens('create', '--json', ...args);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout);
}

let clock = 0;
const hook = async (app: string, secret: string): Promise<number> => {
  clock += 1;
  const body = JSON.stringify({ action: 'liveStreamStarted', id: 'cam-1', timestamp: 1_793_620_800_000 - clock });
  return (await fetch(`${receiver.url}/hooks/${app}/${secret}`, { method: 'POST', body })).status;
};
const read = async (secret: string): Promise<number> =>
  (await fetch(`${receiver.url}/streams`, { headers: { authorization: `Bearer ${secret}` } })).status;

test('a token works at once, only for its app and scope, and is revoked by the start of its id', async () => {
  const { id, secret, webhookUrl, boardUrl } = await create('--app', 'LiveApp');
  expect({ webhookUrl, boardUrl }).toEqual({ webhookUrl: `${receiver.url}/hooks/LiveApp/${secret}`, boardUrl: null });
  expect(await hook('LiveApp', secret)).toBe(200);
  expect(await hook('Other', secret)).toBe(403);
  expect(await read(secret)).toBe(401);

  const unused = await create('--app', 'LiveApp');
  const { stdout } = await tokens('revoke', unused.id.slice(0, 5));
  expect(stdout).toContain(`Revoked ${unused.id} in ${receiver.url}: it stops working within 60 s.`);
  expect(await hook('LiveApp', unused.secret)).toBe(403);
  const { id: another } = await create('--app', 'LiveApp', '--label', 'another');
  expect(JSON.parse((await tokens('revoke', another, '--json')).stdout)).toMatchObject({
    id: another,
    label: 'another',
  });
  expect((await tokens('list')).stdout).toContain(id);
  expect((await tokens('list')).stdout).not.toContain(unused.id);
});

/** Returns the time of the last hook of a token, as the list shows it. */
const lastHookAt = async (id: string): Promise<string | null | undefined> => {
  const all: { id: string; lastHookAt: string | null }[] = JSON.parse((await tokens('list', '--json')).stdout);
  return all.find((token) => token.id === id)?.lastHookAt;
};

test('the list shows in which hour the hooks of a token last came, and only of those that sent one', async () => {
  const [sending, silent] = [await create('--app', 'LiveApp'), await create('--app', 'LiveApp')];
  expect([await lastHookAt(sending.id), await lastHookAt(silent.id)]).toEqual([null, null]);
  expect(await hook('Other', sending.secret)).toBe(403);
  expect(await lastHookAt(sending.id)).toBe(null);

  const before = startOfHour(Date.now());
  expect(await hook('LiveApp', sending.secret)).toBe(200);
  const at = Date.parse((await lastHookAt(sending.id)) ?? '');
  expect([before, startOfHour(Date.now())]).toContain(at);
  const { stdout } = await tokens('list');
  expect(stdout).toMatch(/^ID .* LAST HOOK$/m);
  expect(stdout).toMatch(new RegExp(`^${sending.id} .* never +(this hour|.*\\d\\d:\\d\\d)$`, 'm'));
  expect(stdout).toMatch(new RegExp(`^${silent.id} .* never *$`, 'm'));
});

test('a token with the scope read opens the board, and sends no hooks', async () => {
  const { secret, webhookUrl, boardUrl, scopes } = await create(
    '--scope',
    'read',
    '--scope',
    'authorize',
    '--every-app',
  );
  expect({ webhookUrl, boardUrl, scopes }).toEqual({
    webhookUrl: null,
    boardUrl: `${receiver.url}/#${secret}`,
    scopes: ['read', 'authorize'],
  });
  expect(await read(secret)).toBe(200);
  expect(await hook('LiveApp', secret)).toBe(403);
});

test('on 80 columns the list shows every scope, and cuts apps and labels', async () => {
  const scopes = ['hooks', 'read', 'authorize'].flatMap((scope) => ['--scope', scope]);
  const { id } = await create('--app', 'Long-name-of-an-app', ...scopes, '--label', 'a long label', '--expires', '30d');
  const { columns } = process.stdout;
  onTestFinished(() => {
    process.stdout.columns = columns;
  });
  process.stdout.columns = 80;
  const { stdout } = await tokens('list');
  expect(stdout).toMatch(new RegExp(`^${id} +hooks, read, authorize +Long-\\S*… +a lo.*…`, 'm'));
  expect(Math.max(...stdout.split('\n').map(measureWidth))).toBeLessThanOrEqual(80);
});

test('an expired token is refused, and listed as expired', async () => {
  const { id, secret } = await create('--app', 'LiveApp', '--expires', '1s', '--label', 'short');
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(await hook('LiveApp', secret)).toBe(403);
  expect((await tokens('list')).stdout).toMatch(new RegExp(`${id} +hooks +LiveApp +short +.+ +expired`));
  const listed = JSON.parse((await tokens('list', '--json')).stdout);
  expect(listed.find((token: { id: string }) => token.id === id)).toMatchObject({ expired: true, label: 'short' });
});

test('the process prints the secret and the URLs to paste, and escapes control characters of a label', async () => {
  const args = ['create', '--every-app', '--scope', 'hooks', 'read', '--label', '\x1b[2J'];
  const { stdout } = await run('tokens', args, { DATA_DIR });
  const [, secret] = /Secret {8}(\S+)/.exec(stdout) ?? [];
  expect(stdout).toContain(`Webhook URL   ${receiver.url}/hooks/LiveApp/${secret}\n`);
  expect(stdout).toContain(`Status board  ${receiver.url}/#${secret}\n`);
  expect(stdout).toContain('shown only once');
  expect((await tokens('list')).stdout).toContain('\\u001b[2J');
});

test('a token with the scope authorize has the URLs at which the media server asks', async () => {
  const { secret, publishUrl, playUrl, webhookUrl, open } = await create('--app', 'Live App', '--scope', 'authorize');
  expect({ publishUrl, playUrl, webhookUrl, open }).toEqual({
    publishUrl: `${receiver.url}/authorize/publish/Live%20App/${secret}`,
    playUrl: `${receiver.url}/authorize/play/Live%20App/${secret}`,
    webhookUrl: null,
    open: false,
  });
  expect(await create('--app', 'LiveApp')).toMatchObject({ publishUrl: null, playUrl: null });
  const { stdout } = await tokens('create', '--every-app', '--scope', 'authorize');
  expect(stdout).toMatch(/^Publish URL {3}\S+\/authorize\/publish\/LiveApp\/\S+$/m);
  expect(stdout).toMatch(/^Play URL {6}\S+\/authorize\/play\/LiveApp\/\S+$/m);
  expect(stdout).toContain('webhookAuthenticateURL and webhookPlayAuthUrl');
  expect(stdout).toContain('Replace LiveApp with the name of any app.');
  expect(stdout).not.toContain('Warning');
});

test('an open token is stored, listed and warned of as open', async () => {
  const { id, open } = await create('--app', 'LiveApp', '--scope', 'authorize', '--open');
  expect(open).toBe(true);
  expect((await tokens('list')).stdout).toMatch(new RegExp(`${id} +authorize \\(open\\) +LiveApp`));
  const listed = JSON.parse((await tokens('list', '--json')).stdout);
  expect(listed.find((token: { id: string }) => token.id === id)).toMatchObject({ scopes: ['authorize'], open: true });
  const { stdout } = await tokens('create', '--app', 'LiveApp', '--scope', 'authorize', '--open');
  expect(stdout).toContain('authorize (open) for LiveApp');
  expect(stdout).toMatch(
    /^Warning: it is open\. Everybody who reaches the media server may publish and play without a key/m,
  );
});

test('revoking the token of npm start says what creates it again', async () => {
  const { code, stdout } = await tokens('revoke', tokenIdOf({ hash: hashToken(receiver.token) }));
  expect(code).toBe(0);
  expect(stdout).toMatch(/\(npm start\).*\n.*until the file token in DATA_DIR is removed/);
});

test.each([
  { args: ['create'], says: 'expected one: as in --app LiveApp' },
  { args: ['create', '--app', 'a', '--every-app'], says: "cannot be used with option '--every-app'" },
  { args: ['create', '--app', '*'], says: 'for every app use --every-app' },
  { args: ['create', '--app', 'a/b'], says: 'such as LiveApp' },
  { args: ['create', '--app', 'a', '--open'], says: '--open: received the scope hooks, expected authorize among them' },
  { args: ['create', '--app', 'a', '--scope', 'write'], says: 'Allowed choices are hooks, read, authorize' },
  { args: ['create', '--app', 'a', '--expires', '0d'], says: 'such as 10m or 90d' },
  { args: ['revoke', 'abc'], says: 'expected at least 4 characters' },
  { args: ['revoke', '-habc'], says: 'received "-habc", expected the start of an id' },
  { args: ['revok', 'abcd'], says: "unknown command 'revok'" },
])('tokens $args is refused', async ({ args, says }) => {
  const { code, stdout, stderr } = await tokens(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/^ +at /m);
});
