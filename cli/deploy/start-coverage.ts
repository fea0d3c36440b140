import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { writeCoverage } from '../../lambda/table/coverage.ts';
import { Table } from '../../lambda/table/table.ts';
import type { Variables } from '../stack/template.ts';

/**
 * Notes in an empty table that the index by day has everything: nothing was stored before. A sweep notes it too, but only if
 * it comes before the first hook. `readVariables` returns the environment of the deployed receiver.
 */
export async function startCoverage(
  client: DynamoDBClient,
  tableName: string,
  readVariables: () => Promise<Variables>,
): Promise<void> {
  const { Count } = await client.send(new ScanCommand({ TableName: tableName, Limit: 1, Select: 'COUNT' }));
  if (Count !== 0) return;
  const { BY_DAY, HISTORY_DAYS } = await readVariables();
  const since = BY_DAY === 'true' ? 0 : null;
  await writeCoverage(new Table(client, tableName), { since, historyDays: Number(HISTORY_DAYS) });
}
