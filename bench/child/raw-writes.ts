import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, startDatabase } from '../../local/database/database.ts';
import { recordCommands } from '../record-commands.ts';
import { createHooks, forEachConcurrently, type StreamLoad } from '../stream-load.ts';

// A process with its own database of `npm start`. For each load it receives, it sends the commands that the receiver
// would send, at the same concurrency, and reports the time they took, in ms.

const folder = mkdtempSync(join(tmpdir(), 'raw-writes-'));
const database = await startDatabase(folder, undefined, { journals: false });
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
