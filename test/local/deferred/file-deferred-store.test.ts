import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toMessage } from '../../../lambda/hook/message.ts';
import { countStoredEvents, FileDeferredStore } from '../../../local/deferred/file-deferred-store.ts';
import { buildHookRequest } from '../../hook/hook-request.builder.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('deferred-folder');

test('a deferred event is a complete file, accessible to its user only', async () => {
  process.umask(0o022); // new files are readable for all unless their mode says otherwise
  const dataDir = await mkdtemp(join(folder, 'data-'));
  const deferred = await FileDeferredStore.open(dataDir);
  const fields = { action: 'liveStreamStarted', id: 'cam-1', timestamp: 1 };
  await deferred.defer({ message: toMessage(buildHookRequest({ fields, receivedAt: 2, requestId: 'r' })) });
  const [file = ''] = readdirSync(join(dataDir, 'deferred'));
  expect(readdirSync(join(dataDir, 'deferred'))).toEqual([expect.stringMatching(/-0\.jsonl$/)]);
  const modes = ['deferred', 'dead-letters', join('deferred', file)].map((path) => statSync(join(dataDir, path)).mode);
  expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600']);
});

test('counts the events of all files, and the dead letters, also where there is no folder yet', async () => {
  const dataDir = await mkdtemp(join(folder, 'data-'));
  expect(await countStoredEvents(dataDir)).toEqual({ waiting: 0, deadLetters: 0 });
  const deferred = await FileDeferredStore.open(dataDir);
  const message = toMessage(buildHookRequest({ fields: { id: 'cam-1' }, receivedAt: 2, requestId: 'r' }));
  for (const receivedAt of [3, 2, 4]) await deferred.defer({ message: { ...message, receivedAt } });
  writeFileSync(join(dataDir, 'deferred', '1-a-0.jsonl'), 'no event\n');
  writeFileSync(join(dataDir, 'dead-letters', '1-a-100.jsonl'), 'one\ntwo\n');
  writeFileSync(join(dataDir, 'dead-letters', 'x.unreadable'), 'three\n');
  expect(await countStoredEvents(dataDir)).toEqual({ waiting: 4, deadLetters: 2, waitingSince: 2 });
});
