import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Replayed } from '../../../lambda/deferring/replay.ts';
import { messageOf } from '../../../lambda/receiving/message.ts';
import { Recorder } from '../../../lambda/table/record.ts';
import { Table } from '../../../lambda/table/table.ts';
import { TokenLookUp } from '../../../lambda/tokens/look-up.ts';
import { connect } from '../../../local/database.ts';
import { DeferredFolder } from '../../../local/deferred/deferred-folder.ts';
import { Drain } from '../../../local/deferred/drain.ts';
import { received } from '../../stream/model.ts';
import { useEngine } from '../../table/engine.ts';

const engine = useEngine();
const NOW = Date.now();

let dataDir: string;
let folder: DeferredFolder;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'drain-'));
  folder = await DeferredFolder.open(dataDir);
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const files = (name: 'deferred' | 'dead-letters') => readdirSync(join(dataDir, name));

const defer = (...ids: string[]) =>
  Promise.all(
    ids.map((id) => {
      const fields = { action: 'liveStreamStarted', id, timestamp: NOW };
      return folder.defer({ message: messageOf(received({ fields, receivedAt: NOW, requestId: id })) });
    }),
  );

function aDrain(streams = engine().streams) {
  const done: Replayed[] = [];
  const failed: unknown[] = [];
  const drain = new Drain({
    folder,
    streams,
    tokens: engine().tokens,
    recorder: new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true }),
    lookUp: new TokenLookUp(500),
    done: (replayed) => done.push(replayed),
    failed: (error) => failed.push(error),
  });
  return { drain, done, failed };
}

/** Tries all that waits once; what was done and failed. */
async function drainOnce(streams = engine().streams) {
  const { drain, done, failed } = aDrain(streams);
  await drain.tryAll();
  return { outcomes: done.map(({ outcome }) => outcome), failed };
}

const broken = () =>
  new Table(
    new DynamoDBClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
    'streams',
  );

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
  expect((await drainOnce(broken())).failed).toHaveLength(1);
  writeFileSync(join(dataDir, 'deferred', '0-x-0.jsonl'), 'no event\n');
  const { outcomes, failed } = await drainOnce();
  expect(outcomes).toEqual(['recorded']);
  expect(String(failed)).toMatch(/SyntaxError|incorrect header|Deferred/);
  expect(files('deferred')).toEqual([expect.stringMatching(/-1\.jsonl$/)]); // tried once
});

test('what was tried a hundred times becomes a dead letter, and waits again when it is told to', async () => {
  writeFileSync(join(dataDir, 'deferred', `${NOW}-x-99.jsonl`), 'no event\n');
  expect(String((await drainOnce()).failed)).toContain('npm run replay -- --dead-letters');
  expect(files('deferred')).toEqual([]);
  expect(files('dead-letters')).toEqual([expect.stringMatching(/-100\.jsonl$/)]);
  expect(await folder.moveDeadLettersBack()).toBe(1);
  expect(files('dead-letters')).toEqual([]);
  expect(files('deferred')).toEqual([expect.stringMatching(/-0\.jsonl$/)]);
});

test('a file that was not written to its end is none: nobody was answered for it, and the next start deletes it', async () => {
  writeFileSync(join(dataDir, 'deferred', `${NOW}-x-0.jsonl.part`), '{"message":');
  expect(await drainOnce()).toEqual({ outcomes: [], failed: [] });
  await folder.tidy();
  expect(files('deferred')).toEqual([]);
});

test('an event is not answered for when the disk takes nothing', async () => {
  rmSync(join(dataDir, 'deferred'), { recursive: true });
  await expect(defer('drain-b')).rejects.toThrow('ENOENT');
  await expect(defer('drain-c')).rejects.toThrow('ENOENT'); // nor the one after it
});

test('a file that cannot be read keeps none of the others from being applied', async () => {
  mkdirSync(join(dataDir, 'deferred', '0-x-0.jsonl'));
  await defer('drain-d');
  const { outcomes, failed } = await drainOnce();
  expect(outcomes).toEqual(['recorded']);
  expect(String(failed)).toContain('EISDIR');
});

test('a disk that fails ends no process: it is tried again', async () => {
  const { drain, done, failed } = aDrain();
  drain.start();
  rmSync(join(dataDir, 'deferred'), { recursive: true });
  await vi.waitFor(() => expect(String(failed)).toContain('ENOENT'), 5_000);
  mkdirSync(join(dataDir, 'deferred'));
  await defer('drain-e');
  await vi.waitFor(() => expect(done).toHaveLength(1), 10_000);
  await drain.end();
});

test('a database that hangs does not hold up the end, and what was tried waits on', async () => {
  const hanging = createServer();
  await once(hanging.listen(0, '127.0.0.1'), 'listening');
  const { port } = hanging.address() as AddressInfo; // it listens on TCP
  const client = connect(`http://127.0.0.1:${port}`);
  await defer('drain-f');
  const { drain, done, failed } = aDrain(new Table(client, 'streams'));
  drain.start();
  await once(hanging, 'request');
  await drain.end();
  expect({ done, failed: failed.map(String) }).toEqual({ done: [], failed: ['Error: It waits for the next start.'] });
  expect(files('deferred')).toHaveLength(1);
  hanging.close();
  hanging.closeAllConnections();
  client.destroy();
});
