import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { expectedKey } from '../../lambda/table/row-keys.ts';
import { type ExpectedStream, expectedRowQuery, readExpectedRow } from '../../lambda/table/rows/expected-row.ts';
import { Table } from '../../lambda/table/table.ts';
import type { DeletableTable } from './remove-partition.ts';
import type { StreamName } from './stream-name.ts';

/** Removes what is expected of a stream, and returns it; undefined when nothing is. */
export async function removeExpectation(
  { client, name }: DeletableTable,
  { app, id }: StreamName,
): Promise<ExpectedStream | undefined> {
  const command = new DeleteItemCommand({ TableName: name, Key: expectedKey(app, id), ReturnValues: 'ALL_OLD' });
  const { Attributes } = await client.send(command);
  return Attributes && readExpectedRow(Attributes);
}

export async function isExpected({ client, name }: DeletableTable, { app, id }: StreamName): Promise<boolean> {
  const { items } = await new Table(client, name).query({ ...expectedRowQuery(app, id), ConsistentRead: true });
  return items.length > 0;
}
