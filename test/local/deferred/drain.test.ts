import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReplayResult } from '../../../lambda/deferred/replay-event.ts';
import { toMessage } from '../../../lambda/hook/message.ts';
import { Recorder } from '../../../lambda/table/record.ts';
import { Table } from '../../../lambda/table/table.ts';
import { TokenCache } from '../../../lambda/tokens/token-cache.ts';
import { connect } from '../../../local/database/database.ts';
import { Drain } from '../../../local/deferred/drain.ts';
import { FileDeferredStore } from '../../../local/deferred/file-deferred-store.ts';
import { buildHookRequest } from '../../hook/hook-request.builder.ts';
import { useEngine } from '../../table/engine.ts';

const engine = useEngine();
const NOW = Date.now();

let dataDir: string;
let store: FileDeferredStore;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'drain-'));
  store = await FileDeferredStore.open(dataDir);
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const files = (name: 'deferred' | 'dead-letters') => readdirSync(join(dataDir, name));

const defer = (...ids: string[]) =>
  Promise.all(
    ids.map((id) => {
      const fields = { action: 'liveStreamStarted', id, timestamp: NOW };
      return store.defer({ message: toMessage(buildHookRequest({ fields, receivedAt: NOW, requestId: id })) });
    }),
  );

function createDrain(streams = engine().streams) {
  const done: ReplayResult[] = [];
  const failed: unknown[] = [];
  const drain = new Drain({
    store,
    streams,
    tokens: engine().tokens,
    recorder: new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true }),
    lookUp: new TokenCache(500),
    onReplayed: (replayed) => done.push(replayed),
    onError: (error) => failed.push(error),
  });
  return { drain, done, failed };
}

/** Tries all that waits once; what was done and failed. */
async function drainOnce(streams = engine().streams) {
  const { drain, done, failed } = createDrain(streams);
  await drain.replayAll();
  return { outcomes: done.map(({ outcome }) => outcome), failed };
}

const unreachableTable = () =>
  new Table(
    new DynamoDBClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
    'streams',
  );

/** A table that answers, and refuses whatever it is asked. */
const missingTable = () => new Table(connect(engine().endpoint), 'no-such-table');

test('events that come at once share files, and each is applied once', async () => {
  const ids = Array.from({ length: 50 }, (_, n) => `drain-${n}`);
  await defer(...ids);
  expect(files('deferred').length).toBeLessThan(5);
  expect((await drainOnce()).outcomes).toEqual(ids.map(() => 'recorded'));
  expect(files('deferred')).toEqual([]);
  expect((await drainOnce()).outcomes).toEqual([]);
});

test('what fails waits on, and the rest goes', async () => {
  await defer('drain-a');
  expect((await drainOnce(missingTable())).failed).toHaveLength(1);
  expect(files('deferred')).toEqual([expect.stringMatching(/-1\.jsonl$/)]); // tried once
  expect((await drainOnce()).outcomes).toEqual(['recorded']);
});

test('what was tried a hundred times becomes a dead letter, and waits again when it is told to', async () => {
  await defer('drain-b');
  renameSync(join(dataDir, 'deferred', String(files('deferred'))), join(dataDir, 'deferred', `${NOW}-x-99.jsonl`));
  expect(String((await drainOnce(missingTable())).failed)).toContain('npm run replay -- --dead-letters');
  expect(files('deferred')).toEqual([]);
  expect(files('dead-letters')).toEqual([expect.stringMatching(/-100\.jsonl$/)]);
  expect(await store.moveDeadLettersBack()).toBe(1);
  expect(files('dead-letters')).toEqual([]);
  expect(files('deferred')).toEqual([expect.stringMatching(/-0\.jsonl$/)]);
});

test('no try counts for which the table does not answer', async () => {
  await defer('drain-f');
  renameSync(join(dataDir, 'deferred', String(files('deferred'))), join(dataDir, 'deferred', `${NOW}-x-99.jsonl`));
  for (let times = 0; times < 3; times++) expect((await drainOnce(unreachableTable())).failed).toHaveLength(1);
  expect(files('deferred')).toEqual([`${NOW}-x-99.jsonl`]);
  expect((await drainOnce()).outcomes).toEqual(['recorded']);
});

test.each(['no event', '{"message":', 'AAAA', JSON.stringify({ message: { app: 'a', receivedAt: 1, said: 1 } })])(
  'a line that can never be read is a dead letter at once, told with its file, and the rest goes: %s',
  async (line) => {
    await defer('drain-g');
    const [file = ''] = files('deferred');
    appendFileSync(join(dataDir, 'deferred', file), `${line}\n`);
    const { outcomes, failed } = await drainOnce();
    expect(outcomes.length).toBe(1);
    expect(failed.map(String)).toEqual([
      expect.stringMatching(new RegExp(`^Error: DATA_DIR/deferred/${file}: received .*DATA_DIR/dead-letters now\\.$`)),
    ]);
    expect(files('deferred')).toEqual([]);
    expect(readFileSync(join(dataDir, 'dead-letters', String(files('dead-letters'))), 'utf8')).toBe(`${line}\n`);
  },
);

test('a file that was not written to its end is none: nobody was answered for it, and the next start deletes it', async () => {
  writeFileSync(join(dataDir, 'deferred', `${NOW}-x-0.jsonl.part`), '{"message":');
  expect(await drainOnce()).toEqual({ outcomes: [], failed: [] });
  await store.removePartialFiles();
  expect(files('deferred')).toEqual([]);
});

test('an event is not answered for when the disk takes nothing', async () => {
  rmSync(join(dataDir, 'deferred'), { recursive: true });
  await expect(defer('drain-b')).rejects.toThrow('ENOENT');
  await expect(defer('drain-c')).rejects.toThrow('ENOENT'); // nor the one after it
});

test('a folder in the place of a file is set aside, told once, and keeps none of the others from being applied', async () => {
  mkdirSync(join(dataDir, 'deferred', '0-x-0.jsonl'));
  await defer('drain-d');
  const { outcomes, failed } = await drainOnce();
  expect(outcomes).toEqual(['recorded']);
  expect(failed.map(String)).toEqual([expect.stringContaining('DATA_DIR/deferred/0-x-0.jsonl is a folder')]);
  expect(files('deferred')).toEqual([]);
  expect(await store.moveDeadLettersBack()).toBe(0);
});

test('a disk that fails ends no process: it is tried again', async () => {
  const { drain, done, failed } = createDrain();
  drain.start();
  rmSync(join(dataDir, 'deferred'), { recursive: true });
  await vi.waitFor(() => expect(String(failed)).toContain('ENOENT'), 5_000);
  mkdirSync(join(dataDir, 'deferred'));
  await defer('drain-e');
  await vi.waitFor(() => expect(done).toHaveLength(1), 10_000);
  await drain.stop();
});

test('a database that hangs does not hold up the end, and what was tried waits on', async () => {
  const hanging = createServer();
  await once(hanging.listen(0, '127.0.0.1'), 'listening');
  const { port } = hanging.address() as AddressInfo; // it listens on TCP
  const client = connect(`http://127.0.0.1:${port}`);
  await defer('drain-f');
  const { drain, done, failed } = createDrain(new Table(client, 'streams'));
  drain.start();
  await once(hanging, 'request');
  await drain.stop();
  expect({ done, failed: failed.map(String) }).toEqual({ done: [], failed: ['Error: It waits for the next start.'] });
  expect(files('deferred')).toHaveLength(1);
  hanging.close();
  hanging.closeAllConnections();
  client.destroy();
});
