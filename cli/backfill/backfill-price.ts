import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Dollars per million write units and read units in us-east-1, on demand. */
export const WRITE_UNIT_PRICE = 0.625;
export const READ_UNIT_PRICE = 0.125;

/** In bytes. */
const [WRITE_UNIT_BYTES, READ_UNIT_BYTES] = [1_024, 4_096];

/** The size of a table; DynamoDB counts it about every six hours. */
export interface TableSize {
  readonly items: number;
  readonly bytes: number;
}

export async function describeSize(client: DynamoDBClient, table: string): Promise<TableSize> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  return { items: Table?.ItemCount ?? 0, bytes: Table?.TableSizeBytes ?? 0 };
}

/** The cost of a backfill at most: if every item were a row that is listed. */
export interface BackfillPrice {
  readonly readUnits: number;
  /** A unit for each KB of a row that is begun, and one for its entry in the index. */
  readonly writeUnits: number;
  readonly dollars: number;
}

/** Returns the highest price of a backfill of a table of this size: one scan, and a write of each row and of its entry. */
export function computeBackfillPrice({ items, bytes }: TableSize): BackfillPrice {
  const readUnits = Math.ceil(bytes / READ_UNIT_BYTES);
  const writeUnits = 2 * items + Math.ceil(bytes / WRITE_UNIT_BYTES);
  return { readUnits, writeUnits, dollars: (readUnits * READ_UNIT_PRICE + writeUnits * WRITE_UNIT_PRICE) / 1e6 };
}
