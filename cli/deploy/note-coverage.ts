import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { maintainCoverage } from '../../lambda/sweeping/maintain-coverage.ts';
import { Table } from '../../lambda/table/table.ts';
import type { Variables } from '../stack/template.ts';

/**
 * Notes in the table what the index by day covers from this deployment on, everything in an empty one. A sweep notes it too,
 * but there may be none, or the first hook comes before it. `readVariables` returns the environment of the deployed receiver.
 */
export async function noteCoverage(
  client: DynamoDBClient,
  tableName: string,
  readVariables: () => Promise<Variables>,
): Promise<void> {
  const { Count } = await client.send(new ScanCommand({ TableName: tableName, Limit: 1, Select: 'COUNT' }));
  const { BY_DAY, HISTORY_DAYS } = await readVariables();
  await maintainCoverage(new Table(client, tableName), {
    byDay: BY_DAY === 'true',
    historyDays: Number(HISTORY_DAYS),
    isFresh: Count === 0,
    followsOlder: false, // only a sweep knows
    now: Date.now(),
  });
}
