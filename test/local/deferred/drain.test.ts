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
import { Recorder } from '../../../lambda/table/recorder.ts';
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
    recorder: new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true }),
    tokenCache: new TokenCache(30_000),
    onReplayed: (replayed) => done.push(replayed),
    onError: (error) => failed.push(error),
  });
  return { drain, done, failed };
}

/** Replays all deferred events once, and returns the outcomes and errors. */
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

/** A table whose database answers, but refuses every command. */
const missingTable = () => new Table(connect(engine().endpoint), 'no-such-table');

test('events that arrive at once share files, and each is applied once', async () => {
  const ids = Array.from({ length: 50 }, (_, n) => `drain-${n}`);
  await defer(...ids);
  expect(files('deferred').length).toBeLessThan(5);
  expect((await drainOnce()).outcomes).toEqual(ids.map(() => 'recorded'));
  expect(files('deferred')).toEqual([]);
  expect((await drainOnce()).outcomes).toEqual([]);
});

test('an event that fails stays deferred, and is applied later', async () => {
  await defer('drain-a');
  expect((await drainOnce(missingTable())).failed).toHaveLength(1);
  expect(files('deferred')).toEqual([expect.stringMatching(/-1\.jsonl$/)]); // tried once
  expect((await drainOnce()).outcomes).toEqual(['recorded']);
});

test('an event that failed a hundred times becomes a dead letter, which can be deferred again', async () => {
  await defer('drain-b');
  renameSync(join(dataDir, 'deferred', String(files('deferred'))), join(dataDir, 'deferred', `${NOW}-x-99.jsonl`));
  expect(String((await drainOnce(missingTable())).failed)).toContain('npm run replay -- --dead-letters');
  expect(files('deferred')).toEqual([]);
  expect(files('dead-letters')).toEqual([expect.stringMatching(/-100\.jsonl$/)]);
  expect(await store.moveDeadLettersBack()).toBe(1);
  expect(files('dead-letters')).toEqual([]);
  expect(files('deferred')).toEqual([expect.stringMatching(/-0\.jsonl$/)]);
});

test('a try does not count while the table does not answer', async () => {
  await defer('drain-f');
  renameSync(join(dataDir, 'deferred', String(files('deferred'))), join(dataDir, 'deferred', `${NOW}-x-99.jsonl`));
  for (let times = 0; times < 3; times++) expect((await drainOnce(unreachableTable())).failed).toHaveLength(1);
  expect(files('deferred')).toEqual([`${NOW}-x-99.jsonl`]);
  expect((await drainOnce()).outcomes).toEqual(['recorded']);
});

test.each(['no event', '{"message":', 'AAAA', JSON.stringify({ message: { app: 'a', receivedAt: 1, said: 1 } })])(
  'an unreadable line becomes a dead letter at once, is reported with its file, and does not block the others: %s',
  async (line) => {
    await defer('drain-g');
    const [file = ''] = files('deferred');
    appendFileSync(join(dataDir, 'deferred', file), `${line}\n`);
    const { outcomes, failed } = await drainOnce();
    expect(outcomes.length).toBe(1);
    expect(failed.map(String)).toEqual([
      expect.stringMatching(
        new RegExp(`^Error: DATA_DIR/deferred/${file}: received .*moved to DATA_DIR/dead-letters\\.$`),
      ),
    ]);
    expect(files('deferred')).toEqual([]);
    expect(readFileSync(join(dataDir, 'dead-letters', String(files('dead-letters'))), 'utf8')).toBe(`${line}\n`);
  },
);

test('a file whose write was interrupted is ignored, and deleted at the next start', async () => {
  writeFileSync(join(dataDir, 'deferred', `${NOW}-x-0.jsonl.part`), '{"message":');
  expect(await drainOnce()).toEqual({ outcomes: [], failed: [] });
  await store.removePartialFiles();
  expect(files('deferred')).toEqual([]);
});

test('defer rejects when the disk cannot be written', async () => {
  rmSync(join(dataDir, 'deferred'), { recursive: true });
  await expect(defer('drain-b')).rejects.toThrow('ENOENT');
  await expect(defer('drain-c')).rejects.toThrow('ENOENT'); // the next one too
});

test('a folder named like a file becomes a dead letter, is reported once, and does not block the others', async () => {
  mkdirSync(join(dataDir, 'deferred', '0-x-0.jsonl'));
  await defer('drain-d');
  const { outcomes, failed } = await drainOnce();
  expect(outcomes).toEqual(['recorded']);
  expect(failed.map(String)).toEqual([expect.stringContaining('DATA_DIR/deferred/0-x-0.jsonl is a folder')]);
  expect(files('deferred')).toEqual([]);
  expect(await store.moveDeadLettersBack()).toBe(0);
});

test('an error of the disk is reported and retried', async () => {
  const { drain, done, failed } = createDrain();
  drain.start();
  rmSync(join(dataDir, 'deferred'), { recursive: true });
  await vi.waitFor(() => expect(String(failed)).toContain('ENOENT'), 5_000);
  mkdirSync(join(dataDir, 'deferred'));
  await defer('drain-e');
  await vi.waitFor(() => expect(done).toHaveLength(1), 10_000);
  await drain.stop();
});

test('a database that hangs does not block a stop, and the event stays deferred', async () => {
  const hanging = createServer();
  await once(hanging.listen(0, '127.0.0.1'), 'listening');
  const { port } = hanging.address() as AddressInfo; // it listens on TCP
  const client = connect(`http://127.0.0.1:${port}`);
  await defer('drain-f');
  const { drain, done, failed } = createDrain(new Table(client, 'streams'));
  drain.start();
  await once(hanging, 'request');
  await drain.stop();
  expect({ done, failed: failed.map(String) }).toEqual({
    done: [],
    failed: ['Error: The event stays deferred until the next start.'],
  });
  expect(files('deferred')).toHaveLength(1);
  hanging.close();
  hanging.closeAllConnections();
  client.destroy();
});
