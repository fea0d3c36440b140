import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import type { StreamEvent } from '../../lambda/stream/hook.ts';
import { eventKey } from '../../lambda/table/history.ts';
import { Table } from '../../lambda/table/table.ts';
import { connect, IN_MEMORY, STREAMS_TABLE, startDatabase, TOKENS_TABLE } from '../../local/database.ts';

/** The tables of a DynamoDB, and what only a test does to them. */
export interface Engine {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  readonly streams: Table;
  readonly tokens: Table;
  /** Deletes an event's row, as its expiry does. */
  readonly forget: (event: StreamEvent) => Promise<unknown>;
}

/** A DynamoDB that is started for the tests of a file. */
export function useEngine(): () => Engine {
  let engine: Engine | undefined;
  let close: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const database = await startDatabase(IN_MEMORY);
    close = database.close;
    const client = connect(database.endpoint);
    const forget = (event: StreamEvent) =>
      client.send(new DeleteItemCommand({ TableName: STREAMS_TABLE, Key: eventKey(event) }));
    engine = {
      endpoint: database.endpoint,
      client,
      streams: new Table(client, STREAMS_TABLE),
      tokens: new Table(client, TOKENS_TABLE),
      forget,
    };
  });
  afterAll(async () => {
    engine?.client.destroy();
    await close?.();
  });
  return () => {
    if (engine === undefined) throw new Error('the engine has not been started: ask for it inside of a test');
    return engine;
  };
}
