import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test, vi } from 'vitest';
import { Recorder } from '../../lambda/table/recorder.ts';
import { quarantinePartition, streamPartition } from '../../lambda/table/row-keys.ts';
import { Table } from '../../lambda/table/table.ts';
import { tableOptions } from '../../lib/data/table-options.ts';
import { readSettings } from '../../lib/settings/read-settings.ts';
import { STREAMS_TABLE, tables } from '../../local/database/embedded-tables.ts';
import { useEngine } from '../table/engine.ts';
import { buildHook } from '../table/event.builder.ts';

const { timeToLiveAttribute } = tableOptions(readSettings({}));

const engine = useEngine();

/** DynamoDB Local deletes expired rows every 10 s. */
const MAX_DELETION_MS = 40_000;

/**
 * Creates a table whose rows expire like those of the deployed one, without its index: DynamoDB Local 2.6.1 deletes nothing
 * from a table with an index that does not contain all of its rows.
 */
async function createExpiringTable(client: DynamoDBClient): Promise<Table> {
  const TableName = 'expiring';
  const KeySchema = tables.find((table) => table.TableName === STREAMS_TABLE)?.KeySchema ?? [];
  await client.send(
    new CreateTableCommand({
      TableName,
      KeySchema,
      AttributeDefinitions: KeySchema.map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const TimeToLiveSpecification = { AttributeName: timeToLiveAttribute, Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ AttributeName: timeToLiveAttribute, TimeToLiveStatus: 'ENABLED' });
  return new Table(client, TableName);
}

/** Returns the classes of the rows that remain in a partition. */
async function readRemainingClasses(table: Table, partition: string): Promise<(string | undefined)[]> {
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: partition } } };
  return (await table.query(query)).items.map(({ sk }) => sk?.S?.split('#')[0]);
}

test('DynamoDB deletes expired history, and keeps states, recordings and newer rows', async () => {
  const table = await createExpiringTable(engine().client);
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  const record = (days: number, fields: object) => {
    const receivedAt = Date.now() - days * 86_400_000;
    return recorder.record(table, buildHook({ timestamp: receivedAt, ...fields }, 'LiveApp', receivedAt));
  };
  await record(32, { action: 'liveStreamStarted', id: 'cam' });
  await record(31, { action: 'playStarted', id: 'cam' });
  await record(31, { action: 'vodReady', id: 'cam', vodId: 'v1' });
  await record(31, { action: 'liveStreamStatus', id: 'cam' });
  await record(31, { action: 'liveStreamStarted' });
  await record(29, { action: 'liveStreamEnded', id: 'cam' });

  const remaining = async () => ({
    quarantine: await readRemainingClasses(table, quarantinePartition('LiveApp')),
    stream: await readRemainingClasses(table, streamPartition('LiveApp', 'cam')),
  });
  const expected = { quarantine: [], stream: ['lifecycle', 'recording', 'state'] };
  await vi.waitFor(async () => expect(await remaining()).toEqual(expected), {
    timeout: MAX_DELETION_MS,
    interval: 500,
  });
});
