import { CreateTableCommand, ResourceInUseException, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { beforeAll } from 'vitest';
import { Table } from '../../lambda/table/table.ts';
import { type Engine, missingReason, useEngine } from '../table/engine.ts';

const TABLE = 'notifications';

/** Starts a DynamoDB with the notifications table for the tests of a file. */
export function useNotificationsTable(): () => Table {
  const engine = useEngine();
  beforeAll(async () => {
    if (missingReason === undefined) await createTable(engine());
  });
  return () => new Table(engine().client, TABLE);
}

async function createTable({ client }: Engine): Promise<void> {
  const keys = { pk: 'HASH', sk: 'RANGE' } as const;
  const names = ['pk', 'sk'] as const;
  const command = new CreateTableCommand({
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: names.map((AttributeName) => ({ AttributeName, KeyType: keys[AttributeName] })),
  });
  await client.send(command).catch((error) => {
    if (!(error instanceof ResourceInUseException)) throw error; // the engine has it
  });
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: TABLE });
}
