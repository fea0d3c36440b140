import { readdirSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toMessage } from '../../../lambda/hook/message.ts';
import { FileDeferredStore } from '../../../local/deferred/file-deferred-store.ts';
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
