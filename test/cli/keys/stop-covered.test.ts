import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createKeysCommand } from '../../../cli/keys/keys-command.ts';
import { createServersCommand } from '../../../cli/servers/servers-command.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { captured, type RestServer, response, useRestServers } from '../../asking/rest-server.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const startServer = useRestServers();
const DATA_DIR = useTempFolder('stop-covered');
const env = { DATA_DIR };
let receiver: Receiver;
let app = '';
let count = 0;
let clock = Date.now();

beforeAll(async () => {
  receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: DATA_DIR, log: () => {} });
});
afterAll(() => receiver.close());
beforeEach(() => {
  app = `App${++count}`;
});

const keys = (...args: string[]) => runInProcess(createKeysCommand(), args, env);

async function hook(action: string, id: string, fields: object = {}): Promise<void> {
  const body = JSON.stringify({ action, id, timestamp: ++clock, ...fields });
  const { status } = await fetch(`${receiver.url}/hooks/${app}/${receiver.token}`, { method: 'POST', body });
  expect(status).toBe(200);
}
const start = async (...ids: string[]): Promise<void> => {
  for (const id of ids) await hook('liveStreamStarted', id);
};

async function createKey(...args: string[]): Promise<string> {
  return JSON.parse((await keys('create', '--json', '--app', app, ...args)).stdout).id;
}

async function register({ url }: RestServer): Promise<void> {
  const { code } = await runInProcess(createServersCommand(), ['add', '--app', app, '--url', url, '--no-jwt'], env);
  expect(code).toBe(0);
}

const isRevoked = async (id: string) => !(await keys('list', '--json')).stdout.includes(id);
const posts = ({ requests }: RestServer) =>
  requests.filter(({ head }) => head.startsWith('POST')).map(({ path }) => path.replace('/LiveApp/rest/v2/broadcasts/', '')); // biome-ignore format: a line

test('the live streams that the key covers are stopped, each once, and no others', async () => {
  const server = await startServer(() => captured('broadcast-stop-live'));
  await register(server);
  await start('studio-1', 'studio-2', 'studio-gone', 'cam-1', 'other');
  await hook('liveStreamEnded', 'studio-gone');
  const id = await createKey('--prefix', 'studio-');
  const { code, stdout } = await keys('revoke', id, '--stop');
  expect(posts(server).sort()).toEqual(['studio-1/stop', 'studio-2/stop']);
  expect({ code, lines: stdout.trimEnd().split('\n').toSorted() }).toEqual({
    code: 0,
    lines: [
      'An encoder that comes back within these 60 s may be let in once more: npm run streams shows it.',
      `Revoked ${id} in ${receiver.url}: it lets nobody in any more, at the latest in 60 s.`,
      'studio-1: stopped.',
      'studio-2: stopped.',
    ],
  });
  expect(await isRevoked(id)).toBe(true);
});

test('the streams of another app of the same name are left alone, and so is a room', async () => {
  const server = await startServer(() => captured('broadcast-stop-live'));
  await start('cam-1');
  app = `App${++count}`;
  await register(server);
  await hook('firstActiveTrackAddedInMainTrack', 'room-1');
  const id = await createKey('--any');
  const { code, stdout } = await keys('revoke', id, '--stop', '--json');
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, id, stopped: [], stopError: null });
  expect(posts(server)).toEqual([]);
});

test('more streams than one request takes are stopped', async () => {
  const server = await startServer(() => captured('broadcast-stop-live'));
  await register(server);
  const ids = Array.from({ length: 65 }, (_, n) => `cam-${n}`);
  await start(...ids);
  const { stdout } = await keys('revoke', await createKey('--any', '--for', 'both'), '--stop', '--json');
  expect(posts(server).sort()).toEqual(ids.map((id) => `${id}/stop`).sort());
  expect(JSON.parse(stdout).stopped).toHaveLength(65);
});

test('without --stop nobody is asked', async () => {
  const server = await startServer(() => captured('broadcast-stop-live'));
  await register(server);
  await start('cam-1');
  expect(await keys('revoke', await createKey('--any'))).toMatchObject({ code: 0, stderr: '' });
  expect(posts(server)).toEqual([]);
});

test('an id that a path cannot hold is named as not asked, and the others are stopped', async () => {
  const server = await startServer(() => captured('broadcast-stop-live'));
  await register(server);
  await start('a/b', '..', 'cam-1');
  const id = await createKey('--any');
  const { code, stdout, stderr } = await keys('revoke', id, '--stop');
  expect(posts(server)).toEqual(['cam-1/stop']);
  expect(code).toBe(1);
  expect(stdout).toContain('a/b: not asked: its id cannot be asked about.\n');
  expect(stdout).toContain('cam-1: stopped.\n');
  expect(stderr).toMatch(/^The key is revoked, but 2 live streams that it covers were not stopped \(.*a\/b: not asked/);
  expect(await isRevoked(id)).toBe(true);
});

describe('after the revocation it is an error that names the stream, when the server', () => {
  test.each([
    { what: 'wants another JWT', answer: captured('jwt-expired-403'), says: 'it refused the JWT (403)' },
    { what: 'answers 401', answer: response(401, 'text/html', ''), says: '(401)' },
    { what: 'does not know it', answer: captured('broadcast-get-404'), says: '(404)' },
    { what: 'fails', answer: response(500, 'text/html', '<html>'), says: 'it failed (500)' },
    { what: 'answers HTML', answer: response(200, 'text/html', '<html>'), says: 'not as Ant Media Server does' },
    { what: 'redirects', answer: response(302, 'text/html', '', 'Location: http://127.0.0.1:1/\r\n'), says: 'never followed' },
    { what: 'stops nothing', answer: captured('broadcast-delete-unknown'), says: 'it stopped nothing' },
    { what: 'says nothing', answer: () => {}, says: 'no complete answer in time' },
  ])('$what', async ({ answer, says }) => {
    await register(await startServer(({ path }) => (path.endsWith('/stop') ? answer : captured('broadcasts-count-empty')))); // biome-ignore format: a line
    await start('cam-1');
    const id = await createKey('--stream', 'cam-1');
    const { code, stdout, stderr } = await keys('revoke', id, '--stop');
    expect({ code, revoked: await isRevoked(id) }).toEqual({ code: 1, revoked: true });
    expect(stdout).toContain(`Revoked ${id}`);
    expect(stderr).toMatch(/^The key is revoked, but 1 live stream that it covers was not stopped \(cam-1: .*\n$/);
    expect(stderr).toContain(says);
    expect(stderr).toContain(`npm run servers -- check --app ${app}`);
  }, 15_000); // biome-ignore format: rows
});

test('without a registered server the key is revoked, and it says that nobody was stopped and how to register', async () => {
  const says = 'Nobody was stopped: no media server is registered for this app: npm run servers -- add.\n';
  const unused = await createKey('--any');
  const { code, stdout } = await keys('revoke', unused, '--stop');
  expect({ code, revoked: await isRevoked(unused) }).toEqual({ code: 0, revoked: true });
  expect(stdout).toContain(`No live stream of ${app} is covered by it.\n${says}`);
  await start('cam-1');
  const used = await createKey('--any');
  const stillLive = await keys('revoke', used, '--stop');
  expect({ code: stillLive.code, revoked: await isRevoked(used) }).toEqual({ code: 1, revoked: true });
  expect(stillLive.stdout).toContain(says);
  expect(stillLive.stderr).toContain('cam-1: not known to be stopped');
});

test('a key for playing is not revoked with --stop: nobody would be stopped', async () => {
  await start('cam-1');
  const id = await createKey('--any', '--for', 'play');
  const { code, stdout, stderr } = await keys('revoke', id, '--stop');
  expect({ code, stdout, revoked: await isRevoked(id) }).toEqual({ code: 1, stdout: '', revoked: false });
  expect(stderr).toContain('a media server stops streams, not players');
});
