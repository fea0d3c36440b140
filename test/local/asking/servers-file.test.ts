import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RegisteredServer } from '../../../lambda/asking/media-servers.ts';
import { monotonicMs } from '../../../lambda/monotonic-ms.ts';
import { fileMediaServers } from '../../../local/asking/file-media-servers.ts';
import { readServersFile, writeServersFile } from '../../../local/asking/servers-file.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { afterCount, captured, useRestServers } from '../../asking/rest-server.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const startServer = useRestServers();
const folder = useTempFolder('servers-file');
let count = 0;

/** Returns a folder that does not exist yet. */
const newFolder = () => join(folder, `${++count}`);

/** Creates a folder with this servers.json. */
function folderWith(text: string): string {
  const dataDir = newFolder();
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'servers.json'), text);
  return dataDir;
}

const server = { url: 'https://media.example.com:5443/LiveApp', jwtSecret: 'the-secret' };
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('servers come back by app, whatever it is called', async () => {
  const dataDir = newFolder();
  const servers = new Map<string, RegisteredServer>([
    ['LiveApp', server],
    ['__proto__', { ...server, jwtSecret: null }],
    ['çam 東京', server],
  ]);
  await writeServersFile(dataDir, servers);
  expect(readServersFile(dataDir)).toEqual(servers);
  expect(readdirSync(dataDir)).toEqual(['servers.json']);
});

test.skipIf(process.platform === 'win32')(
  'the file is readable for its owner only, also where the folder or an older file is not',
  async () => {
    const created = newFolder();
    await writeServersFile(created, new Map([['LiveApp', server]]));
    expect([modeOf(created), modeOf(join(created, 'servers.json'))]).toEqual(['700', '600']);
    const open = folderWith('[]');
    chmodSync(open, 0o755);
    chmodSync(join(open, 'servers.json'), 0o644);
    await writeServersFile(open, new Map([['LiveApp', server]]));
    expect(modeOf(join(open, 'servers.json'))).toBe('600');
  },
);

test.skipIf(process.platform === 'win32')('npm start closes a file that came with another mode', async () => {
  const dataDir = folderWith('[]');
  chmodSync(join(dataDir, 'servers.json'), 0o644);
  const receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir, log: () => {} });
  await receiver.close();
  expect(modeOf(join(dataDir, 'servers.json'))).toBe('600');
});

test('a file that is a symbolic link is refused', async () => {
  const dataDir = newFolder();
  mkdirSync(dataDir);
  symlinkSync(join(folderWith('[]'), 'servers.json'), join(dataDir, 'servers.json'));
  expect(() => readServersFile(dataDir)).toThrow('is a symbolic link');
  await expect(writeServersFile(dataDir, new Map())).rejects.toThrow('is a symbolic link');
});

test.each([
  '',
  '{',
  'null',
  '{}',
  '5',
  '[5]',
  '[{}]',
  '[{"app":"a"}]',
  '[{"app":"","url":"https://a/b","jwtSecret":null}]',
  '[{"app":"a","url":"https://the-secret@a/b","jwtSecret":null}]',
  '[{"app":"a","url":"https://a/b","jwtSecret":5}]',
  '"the-secret"',
])('a broken file, %j, is one clear line that quotes nothing', async (text) => {
  const dataDir = folderWith(text);
  const problem = await fileMediaServers(dataDir)
    .registered()
    .catch((error: Error) => error.message);
  expect(problem).toBe(`${join(dataDir, 'servers.json')}: received something else than a list of media servers; correct it, or remove it and register them again: npm run servers -- add.`); // biome-ignore format: a line
  expect(readFileSync(join(dataDir, 'servers.json'), 'utf8')).toBe(text);
});

describe('the media servers of a DATA_DIR', () => {
  test('are none without the file, without the folder, and in memory', async () => {
    expect(await fileMediaServers(newFolder()).registered()).toEqual(new Set());
    expect(await fileMediaServers(folderWith('[]')).registered()).toEqual(new Set());
    expect(await fileMediaServers(':memory:').registered()).toEqual(new Set());
  });

  test('are asked with their JWT as soon as they are added, until they are removed', async () => {
    const dataDir = newFolder();
    const servers = fileMediaServers(dataDir);
    const soon = monotonicMs() + 10_000;
    expect((await servers.ask('LiveApp', ['cam-1'], soon)).get('cam-1')).toMatchObject({ kind: 'unclear' });
    const { url, requests } = await startServer(afterCount(() => captured('broadcast-get-404')));
    await writeServersFile(dataDir, new Map([['LiveApp', { url, jwtSecret: 'the-secret' }]]));
    expect(await servers.registered()).toEqual(new Set(['LiveApp']));
    expect((await servers.ask('LiveApp', ['cam-1'], soon)).get('cam-1')).toEqual({ kind: 'ended', updateTime: null });
    expect(requests.map(({ head }) => /^authorization: ey/im.test(head))).toEqual([true, true]);
    await writeServersFile(dataDir, new Map());
    expect(await servers.registered()).toEqual(new Set());
  });
});
