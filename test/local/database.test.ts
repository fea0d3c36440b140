import { statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { Table } from '../../lambda/table/table.ts';
import { connect, IN_MEMORY, STREAMS_TABLE, startDatabase, TOKENS_TABLE } from '../../local/database.ts';
import { useFolder } from '../use-folder.ts';

const folder = useFolder('database');

const said = vi.spyOn(console, 'error').mockReturnValue();
beforeAll(() => said.mockClear());
afterAll(() => said.mockRestore());

/** However busy the machine is, in ms. */
const IN_TIME = { timeout: 30_000 };

const row = { pk: { S: 'p' }, sk: { S: 's' } };
const secret = { hash: { S: 'of-npm-start' } };
const prepare = (client: DynamoDBClient) => new Table(client, TOKENS_TABLE).put(secret);

/** A database, until the test has ended, and clients of its tables. */
async function start(dataDir: string) {
  const { endpoint, close } = await startDatabase(dataDir, prepare);
  const client = connect(endpoint);
  onTestFinished(async () => {
    client.destroy();
    await close();
  });
  return { endpoint, streams: new Table(client, STREAMS_TABLE), tokens: new Table(client, TOKENS_TABLE) };
}

/** Sends what dynalite dies of: nothing where an object is expected. */
async function kill(endpoint: string): Promise<void> {
  const { origin, username } = new URL(endpoint);
  const headers = {
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-date': '20260101T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${username}/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
  };
  await expect(fetch(origin, { method: 'POST', headers, body: 'null' })).rejects.toThrow();
}

test('the database comes back by itself where it was, with what it kept, and says why', async () => {
  const { endpoint, streams } = await start(join(folder, 'kept'));
  await streams.put(row);
  for (let n = 0; n < 3; n++) {
    await kill(endpoint);
    await vi.waitFor(async () => expect(await streams.get(row, true)).toEqual(row), IN_TIME);
  }
  expect(String(said.mock.calls[0])).toMatch(
    /^The embedded database failed, and is started again until it runs: TypeError/,
  );
});

test('a database that comes back empty has its tables, and what must be in them', async () => {
  const { endpoint, streams, tokens } = await start(IN_MEMORY);
  await streams.put(row);
  await kill(endpoint);
  await vi.waitFor(async () => expect(await tokens.get(secret, true)).toEqual(secret), IN_TIME);
  expect(await streams.get(row, true)).toBeUndefined();
});

test('each run has a key of its own', async () => {
  const [one, other] = [await start(IN_MEMORY), await start(IN_MEMORY)];
  expect(new URL(one.endpoint).username).toMatch(/^[\w-]{43}$/);
  expect(new URL(other.endpoint).username).not.toBe(new URL(one.endpoint).username);
});

const modeOf = (...path: string[]): string => (statSync(join(...path)).mode & 0o777).toString(8);

async function expectOwn(dataDir: string): Promise<void> {
  expect(modeOf(dataDir)).toBe('700');
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    const mode = modeOf(entry.parentPath, entry.name);
    expect({ name: entry.name, mode }).toEqual({ name: entry.name, mode: entry.isDirectory() ? '700' : '600' });
  }
}

test('a new folder and all that is in it are for its user alone', async () => {
  const dataDir = join(folder, 'a', 'new');
  const { streams } = await start(dataDir);
  await streams.put(row);
  await expectOwn(dataDir);
  expect(await readdir(join(dataDir, 'dynamodb'))).not.toEqual([]);
});

test('a folder that an earlier version left open is closed', async () => {
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
  await expectOwn(dataDir);
});

test('a folder that holds other things keeps its mode, and they theirs', async () => {
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
