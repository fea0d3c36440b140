import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createServersCommand } from '../../../cli/servers/servers-command.ts';
import { captured, json, useRestServers } from '../../asking/rest-server.ts';
import { selfSignedCertificate } from '../../asking/self-signed-certificate.ts';
import { start } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const startServer = useRestServers();
const folder = useTempFolder('servers');
const secret = 'S3cret-of-the-JWT';
let count = 0;
let DATA_DIR = '';

/** Chooses a folder that does not exist yet. */
function useNewFolder(): void {
  DATA_DIR = join(folder, `${++count}`);
}

const servers = (...args: string[]) => runInProcess(createServersCommand(), args, { DATA_DIR });

/** Runs the command itself, with this on standard input. */
async function serversWith(input: string, ...args: string[]) {
  const { child, ended } = start('servers', args, { DATA_DIR });
  child.stdin.end(input);
  return ended;
}

const stored = () => JSON.parse(readFileSync(join(DATA_DIR, 'servers.json'), 'utf8'));

test('a server is added, asked, listed, checked and removed', async () => {
  useNewFolder();
  const { url, requests } = await startServer(() => json({ number: 2 }));
  const added = await servers('add', '--app', 'LiveApp', '--url', `${url}/rest/v2/`, '--no-jwt');
  expect(added).toEqual({
    code: 0,
    stdout: `Registered ${url} for LiveApp in the folder ${DATA_DIR}, without a JWT. Asked once: it answers as Ant Media Server does (broadcasts: 2).\n`,
    stderr: '',
  });
  expect(requests.map(({ path }) => path)).toEqual(['/LiveApp/rest/v2/broadcasts/count']);
  expect(stored()).toEqual([{ app: 'LiveApp', url, jwtSecret: null }]);
  expect((await servers('list')).stdout).toMatch(new RegExp(`^APP +URL +JWT\nLiveApp +${url} +no\n$`));
  const checked = { code: 0, stdout: 'LiveApp: it answers as Ant Media Server does (broadcasts: 2).\n', stderr: '' };
  expect(await servers('check')).toEqual(checked);
  expect(await servers('check', 'LiveApp')).toEqual(checked);
  expect(await servers('check', '--app', 'LiveApp')).toEqual(checked);
  expect((await servers('remove', '--app', 'LiveApp')).stdout).toBe(
    `Removed the media server of LiveApp in the folder ${DATA_DIR}.\n`,
  );
  expect((await servers('list')).stdout).toBe(
    `No media servers in the folder ${DATA_DIR}: npm run servers -- add --help\n`,
  );
  expect((await servers('remove', 'LiveApp')).stderr).toContain('which has no media server in');
});

test('the secret comes from standard input, is used, and is never shown again', async () => {
  useNewFolder();
  const { url, requests } = await startServer(() => captured('jwt-expired-403'));
  const added = await serversWith(`${secret}\n`, 'add', '--app', 'LiveApp', '--url', url);
  expect(added).toMatchObject({ code: 0, stderr: '' });
  expect(added.stdout).toContain('it refused the JWT (403): check that the secret is');
  expect(requests[0]?.head).toMatch(/^authorization: ey/im);
  expect(stored()).toEqual([{ app: 'LiveApp', url, jwtSecret: secret }]);
  expect(statSync(join(DATA_DIR, 'servers.json')).mode & 0o777).toBe(0o600);
  const shown = [
    added,
    await servers('list'),
    await servers('list', '--json'),
    await servers('check'),
    await servers('check', '--json'),
    await servers('remove', 'LiveApp', '--json'),
  ];
  expect(JSON.stringify(shown)).not.toContain(secret);
  expect(requests.some(({ head }) => head.includes(secret))).toBe(false);
});

test('adding replaces: the newest server of an app counts', async () => {
  useNewFolder();
  await servers('add', '--app', 'B', '--url', 'http://127.0.0.1:1/B', '--no-jwt');
  await servers('add', '--app', 'A', '--url', 'http://127.0.0.1:1/A', '--no-jwt');
  await servers('add', '--app', 'B', '--url', 'http://127.0.0.1:1/B2', '--no-jwt');
  expect(JSON.parse((await servers('list', '--json')).stdout)).toEqual([
    { app: 'A', url: 'http://127.0.0.1:1/A', jwt: false },
    { app: 'B', url: 'http://127.0.0.1:1/B2', jwt: false },
  ]);
});

test('JSON output has what was heard; add succeeds whatever that is, check does not', async () => {
  useNewFolder();
  const { url } = await startServer(() => captured('app-ip-filter-403'));
  const added = await servers('add', '--app', 'LiveApp', '--url', url, '--no-jwt', '--json');
  const check = { ok: false, outcome: 'ipRefused', text: expect.stringContaining('IP filter'), broadcasts: null };
  expect({ code: added.code, json: JSON.parse(added.stdout) }).toMatchObject({
    code: 0,
    json: { app: 'LiveApp', url, jwt: false, check },
  });
  const checked = await servers('check', '--json');
  expect({ code: checked.code, json: JSON.parse(checked.stdout) }).toMatchObject({ code: 1, json: [{ app: 'LiveApp', ...check }] }); // biome-ignore format: a row
  expect(checked.stderr).toBe(
    'The media server of LiveApp could not be asked, expected an answer from it: see above.\n',
  );
});

test('check asks each server, and fails when one of them could not be asked', async () => {
  useNewFolder();
  const { url } = await startServer(() => json({ number: 0 }));
  expect(await servers('check')).toMatchObject({ code: 0, stderr: '' });
  await servers('add', '--app', 'Good', '--url', url, '--no-jwt');
  await servers('add', '--app', 'Bad', '--url', 'http://127.0.0.1:1/Bad', '--no-jwt');
  const { code, stdout, stderr } = await servers('check');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Bad: it could not be reached \(ECONNREFUSED\).*\nGood: it answers/);
  expect(stderr).toContain('The media server of Bad could');
  expect(await servers('check', 'Good')).toMatchObject({ code: 0, stderr: '' });
  expect(await servers('check', 'Unknown')).toMatchObject({ code: 1, stdout: 'Unknown: no media server is registered for this app.\n' }); // biome-ignore format: a row
});

test('a server is asked over TLS where its certificate is trusted', async () => {
  useNewFolder();
  const certificate = selfSignedCertificate();
  const file = join(folder, 'certificate.pem');
  writeFileSync(file, certificate.cert);
  const { url, requests } = await startServer(() => json({ number: 1 }), certificate);
  await servers('add', '--app', 'A', '--url', url, '--no-jwt');
  expect((await servers('check')).stdout).toContain('its certificate is not trusted');
  expect(requests).toEqual([]);
  const trusting = start('servers', ['check'], { DATA_DIR, NODE_EXTRA_CA_CERTS: file });
  expect(await trusting.ended).toEqual({
    code: 0,
    stdout: 'A: it answers as Ant Media Server does (broadcasts: 1).\n',
    stderr: '',
  });
});

test('a JWT over plain HTTP to another machine is warned of', async () => {
  useNewFolder();
  const warning = 'Others can read its JWT, which is sent over plain HTTP: use https.';
  const plain = await serversWith(secret, 'add', '--app', 'A', '--url', 'http://media-server.invalid/A');
  expect(plain.stdout).toContain(warning);
  const local = await serversWith(secret, 'add', '--app', 'A', '--url', 'http://127.0.0.1:1/A');
  expect(local).toMatchObject({ code: 0, stdout: expect.not.stringContaining(warning) });
});

describe('refused, and nothing is kept:', () => {
  test.each([
    { args: ['add', '--app', 'a'], says: "required option '--url <url>'" },
    { args: ['add', '--url', 'http://a/b'], says: "required option '--app <app>'" },
    { args: ['add', '--app', 'a/b', '--url', 'http://a/b', '--no-jwt'], says: 'such as LiveApp' },
    { args: ['add', '--app', '*', '--url', 'http://a/b', '--no-jwt'], says: 'Expected the name of one app' },
    {
      args: ['add', '--app', 'a', '--url', `http://u:${secret}@a/b`, '--no-jwt'],
      says: 'a URL with a user or a password',
    },
    { args: ['add', '--app', 'a', '--url', `http://a/b?token=${secret}`, '--no-jwt'], says: 'a URL with a query' },
    { args: ['add', '--app', 'a', '--url', 'http://a', '--no-jwt'], says: 'a URL without an application' },
    { args: ['add', '--app', 'a', '--url', 'http://a/b', '--jwt-secret', secret], says: 'Received --jwt-secret' },
    { args: ['add', '--app', 'a', '--url', 'http://a/b', `--jwt-secret=${secret}`], says: 'Received --jwt-secret' },
    { args: ['remove'], says: 'Received no app, expected one' },
    { args: ['check', 'a', '--app', 'b'], says: 'Received two apps, expected one' },
    { args: ['lis'], says: "unknown command 'lis'" },
  ])('$args', async ({ args, says }) => {
    useNewFolder();
    const { code, stdout, stderr } = await servers(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain(secret);
    expect(() => stored()).toThrow('ENOENT');
  });

  test.each([
    { input: '', says: 'received nothing' },
    { input: '\n', says: 'received nothing' },
    { input: `${secret}\n${secret}\n`, says: 'received more than one line' },
    { input: `${secret}\x1b[A`, says: 'control characters' },
    { input: secret.repeat(200), says: 'received more than 2048 bytes' },
  ])('a secret on standard input: $says', async ({ input, says }) => {
    useNewFolder();
    const { code, stdout, stderr } = await serversWith(input, 'add', '--app', 'a', '--url', 'http://127.0.0.1:1/b');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain(secret);
    expect(() => stored()).toThrow('ENOENT');
  });

  test('DATA_DIR=:memory:, which keeps nothing', async () => {
    DATA_DIR = ':memory:';
    expect((await servers('list')).stderr).toContain('which stores nothing');
  });
});
