import type { PresumedEnd } from '../../lambda/stream/presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { Table } from '../../lambda/table/table.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { createClient } from '../../local/database/create-client.ts';
import { STREAMS_TABLE } from '../../local/database/database.ts';

type TestEnd = Pick<PresumedEnd, 'id' | 'at'> & Partial<PresumedEnd>;

/** Records a presumed end in the table of the receiver that runs on this folder, as a sweep does. @default of LiveApp, by silence, now */
export async function presumeEnd(dataDir: string, end: TestEnd): Promise<void> {
  const running = await findRunningReceiver(dataDir);
  if (running === undefined) throw new Error(`no receiver runs on ${dataDir}`);
  const client = createClient(() => new URL(running.dynamodb));
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true });
  const defaults = { app: 'LiveApp', cause: 'silence', receivedAt: Date.now() } as const;
  await recorder.recordPresumedEnd(new Table(client, STREAMS_TABLE), { ...defaults, ...end });
  client.destroy();
}
