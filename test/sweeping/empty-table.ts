import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../lambda/table/row-keys.ts';
import { Table } from '../../lambda/table/table.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';

/** Deletes every row of the stream status table: a sweep looks at all of them. */
export async function emptyTable(client: DynamoDBClient): Promise<void> {
  const table = new Table(client, STREAMS_TABLE);
  for await (const { Items = [] } of paginateScan({ client }, { TableName: STREAMS_TABLE }))
    await Promise.all(Items.map((row) => table.delete(keyOf(row))));
}
