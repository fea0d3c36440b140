import { Table } from '../../lambda/table/table.ts';
import { findRunningReceiver } from '../../local/data-dir/find-running-receiver.ts';
import { createClient } from '../../local/database/create-client.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';

/** Uses the table of streams of the receiver that runs on a folder, as a sweep or a command does. */
export async function withTableOf(dataDir: string, use: (streams: Table) => Promise<unknown>): Promise<void> {
  const running = await findRunningReceiver(dataDir);
  if (running === undefined) throw new Error(`no receiver runs on ${dataDir}`);
  const client = createClient(() => new URL(running.dynamodb));
  await use(new Table(client, STREAMS_TABLE));
  client.destroy();
}
