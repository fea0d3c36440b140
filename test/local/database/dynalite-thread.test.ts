import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { Table } from '../../../lambda/table/table.ts';
import { connect } from '../../../local/database/database.ts';
import { STREAMS_TABLE, tables } from '../../../local/database/embedded-tables.ts';

const QUERIES = 100;
/** The iterators that are still being closed. */
const MAX_STILL_CLOSING = 10;

test.each(['on the disk', 'in memory'])(
  'the embedded DynamoDB, %s, leaks nothing of the queries that it answered',
  async (where) => {
    const { thread, table } = await startThread(where === 'in memory' ? undefined : createTempFolder());
    await table.put({ pk: { S: 'p' }, sk: { S: 's' } });
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'p' } }, Limit: 1 };
    for (let n = 0; n < QUERIES; n++) expect((await table.query(query)).items).toHaveLength(1);
    expect(await countObjects(thread, /ValueIterator$/)).toBeLessThan(MAX_STILL_CLOSING);
  },
);

function createTempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dynalite-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Starts the thread as `startDatabase` does, which does not expose it. */
async function startThread(path: string | undefined): Promise<{ thread: Worker; table: Table }> {
  const file = new URL('../../../local/database/dynalite-thread.js', import.meta.url);
  const thread = new Worker(file, { workerData: { path, accessKeyId: 'key' }, execArgv: [] });
  const [{ port }] = await once(thread, 'message');
  const client = connect(`http://key@127.0.0.1:${port}`);
  onTestFinished(async () => {
    client.destroy();
    await thread.terminate();
  });
  for (const table of tables) await client.send(new CreateTableCommand(table));
  return { thread, table: new Table(client, STREAMS_TABLE) };
}

interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: number[];
  readonly strings: string[];
}

/** Counts the live objects in a thread whose class name matches. */
async function countObjects(thread: Worker, name: RegExp): Promise<number> {
  const { snapshot, nodes, strings }: HeapSnapshot = JSON.parse(await text(await thread.getHeapSnapshot()));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, named] = [fields.indexOf('type'), fields.indexOf('name')];
  const object = types[0].indexOf('object');
  let count = 0;
  for (let at = 0; at < nodes.length; at += fields.length) {
    if (nodes[at + type] === object && name.test(strings[nodes[at + named] ?? 0] ?? '')) count += 1;
  }
  return count;
}
