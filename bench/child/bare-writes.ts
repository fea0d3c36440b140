import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, startDatabase } from '../../local/database/database.ts';
import { recordCommands } from '../record-commands.ts';
import { createHooks, forEachConcurrently, type StreamLoad } from '../stream-load.ts';

// A process of its own: the database of `npm start` on a folder of its own, and for each load that it is told of the
// commands that the receiver would send, at the same concurrency. Answers how long they took, in ms.

const folder = mkdtempSync(join(tmpdir(), 'bare-writes-'));
const database = await startDatabase(folder);
const client = connect(database.endpoint);

process.on('message', async (load: StreamLoad) => {
  const streams = await Promise.all(createHooks(load).map(recordCommands));
  const began = performance.now();
  await forEachConcurrently(streams, async (hooks) => {
    for (const { commands } of hooks) await Promise.all(commands.map((command) => client.send(command())));
  });
  process.send?.(performance.now() - began);
});
process.once('disconnect', async () => {
  await database.close();
  rmSync(folder, { recursive: true });
  process.exit();
});
process.send?.('ready');
