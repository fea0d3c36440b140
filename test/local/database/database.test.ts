import { once } from 'node:events';
import { statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { Table } from '../../../lambda/table/table.ts';
import { IN_MEMORY } from '../../../local/data-dir/data-dir.ts';
import { connect, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { killDatabase } from './kill-database.ts';

const folder = useTempFolder('database');

const consoleError = vi.spyOn(console, 'error').mockReturnValue();
beforeAll(() => consoleError.mockClear());
afterAll(() => consoleError.mockRestore());

/** Enough for a busy machine, in ms. */
const IN_TIME = { timeout: 30_000 };

const row = { pk: { S: 'p' }, sk: { S: 's' } };
const secret = { hash: { S: 'of-npm-start' } };
const prepare = (client: DynamoDBClient): Promise<unknown> => new Table(client, TOKENS_TABLE).put(secret);

/** Starts a database for one test, and clients of its tables. */
async function start(dataDir: string, prepared = prepare) {
  const database = await startDatabase(dataDir, prepared);
  const client = connect(database);
  onTestFinished(async () => {
    client.destroy();
    await database.close();
  });
  return { database, streams: new Table(client, STREAMS_TABLE), tokens: new Table(client, TOKENS_TABLE) };
}

test('the database restarts with its data after a crash, and logs the cause', async () => {
  const { database, streams } = await start(join(folder, 'kept'));
  await streams.put(row);
  for (let n = 0; n < 3; n++) {
    await killDatabase(database.endpoint);
    await vi.waitFor(async () => expect(await streams.get(row, true)).toEqual(row), IN_TIME);
  }
  expect(String(consoleError.mock.calls[0])).toMatch(/^The embedded database failed and is restarting: TypeError/);
});

test('a database in memory that restarts has its tables and the prepared rows', async () => {
  const { database, streams, tokens } = await start(IN_MEMORY);
  await streams.put(row);
  await killDatabase(database.endpoint);
  await vi.waitFor(async () => expect(await tokens.get(secret, true)).toEqual(secret), IN_TIME);
  expect(await streams.get(row, true)).toBeUndefined();
});

/** The error while the database is down. */
const IS_DOWN = 'has failed and is restarting';

/** Starts another server on a port, which counts its requests. */
async function listenAt(port: string, status = 200) {
  const received = { requests: 0, url: '' };
  const server = createServer((_request, response) => {
    received.requests++;
    response.writeHead(status, { 'x-amzn-requestid': 'x' }).end('{}');
  });
  await once(server.listen(Number(port), '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  received.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
  return received;
}

test('each start of a database has a new port and key, and no client sends a request before it is up', async () => {
  const { database, streams } = await start(IN_MEMORY);
  const before = new URL(database.endpoint);
  expect(before.username).toMatch(/^[\w-]{43}$/);
  await killDatabase(before.href);
  await vi.waitFor(() => expect(() => database.endpoint).toThrow(IS_DOWN), { interval: 1 });
  const other = await listenAt(before.port);
  await expect(streams.get(row)).rejects.toThrow(IS_DOWN);
  await vi.waitFor(async () => expect(await streams.get(row, true)).toBeUndefined(), IN_TIME);
  const after = new URL(database.endpoint);
  expect(after.port).not.toBe(before.port);
  expect(after.username).toMatch(/^[\w-]{43}$/);
  expect(after.username).not.toBe(before.username);
  expect(other.requests).toBe(0);
});

test('a retry does not go to the previous port of the database', async () => {
  const [here, there] = [await listenAt('0', 503), await listenAt('0')];
  const moving = connect({
    get endpoint() {
      return here.requests === 0 ? here.url : there.url;
    },
  });
  await expect(new Table(moving, STREAMS_TABLE).get(row)).rejects.toThrow('has moved to port');
  expect([here.requests, there.requests]).toEqual([1, 0]);
  moving.destroy();
});

test('no other process opens a folder while its database is down', async () => {
  const dataDir = join(folder, 'taken');
  let mayStart = true;
  const { database } = await start(dataDir, async () => {
    if (!mayStart) throw new Error('not yet');
  });
  consoleError.mockClear();
  mayStart = false;
  await killDatabase(database.endpoint);
  await vi.waitFor(() => expect(consoleError.mock.calls.length).toBeGreaterThan(3), IN_TIME);
  await expect(start(dataDir)).rejects.toMatchObject({ cause: { code: 'LEVEL_LOCKED' } });
});

test('each run has its own key', async () => {
  const [one, other] = await Promise.all([start(IN_MEMORY), start(IN_MEMORY)]);
  expect(new URL(other.database.endpoint).username).not.toBe(new URL(one.database.endpoint).username);
});

const modeOf = (...path: string[]): string => (statSync(join(...path)).mode & 0o777).toString(8);

async function expectPrivate(dataDir: string): Promise<void> {
  expect(modeOf(dataDir)).toBe('700');
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    const mode = modeOf(entry.parentPath, entry.name);
    expect({ name: entry.name, mode }).toEqual({ name: entry.name, mode: entry.isDirectory() ? '700' : '600' });
  }
}

test('a new folder and everything in it are accessible to its user only', async () => {
  const dataDir = join(folder, 'a', 'new');
  const { streams } = await start(dataDir);
  await streams.put(row);
  await expectPrivate(dataDir);
  expect(await readdir(join(dataDir, 'dynamodb'))).not.toEqual([]);
});

test('a folder that an earlier version left readable becomes private', async () => {
  const dataDir = join(folder, 'open');
  for (const name of ['dynamodb', 'deferred', 'dead-letters']) {
    await mkdir(join(dataDir, name), { recursive: true });
    await chmod(join(dataDir, name), 0o755);
  }
  await chmod(dataDir, 0o755);
  for (const name of ['token', 'deferred/1-a-0.jsonl', 'dead-letters/1-b-100.jsonl', 'dynamodb/LOG']) {
    await writeFile(join(dataDir, name), '\n');
    await chmod(join(dataDir, name), 0o644);
  }
  await start(dataDir);
  await expectPrivate(dataDir);
});

test('a folder with other files keeps its mode, and so do they', async () => {
  const shared = await mkdtemp(join(folder, 'shared-'));
  await writeFile(join(shared, 'of-others'), '');
  await chmod(join(shared, 'of-others'), 0o644);
  await chmod(shared, 0o755);
  await start(shared);
  expect([shared, join(shared, 'of-others'), join(shared, 'dynamodb')].map((path) => modeOf(path))).toEqual([
    '755',
    '644',
    '700',
  ]);
});
