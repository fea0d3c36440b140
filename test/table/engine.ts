import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { eventKey } from '../../lambda/table/rows/event-row.ts';
import { Table } from '../../lambda/table/table.ts';
import { IN_MEMORY } from '../../local/data-dir/data-dir.ts';
import { connect, startDatabase } from '../../local/database/database.ts';
import { NOTIFICATIONS_TABLE, STREAMS_TABLE, TOKENS_TABLE } from '../../local/database/embedded-tables.ts';
import { createAccount } from '../dynamodb/account.builder.ts';

/** A DynamoDB with its tables. */
export interface Engine {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  readonly streams: Table;
  readonly tokens: Table;
  readonly notifications: Table;
  /** Deletes an event's row, as its expiry does. */
  readonly expire: (event: StreamEvent) => Promise<unknown>;
}

const official = inject('dynamodbLocal');

/** The reason why there is no engine, in which case the tests that need it are skipped. */
export const missingReason = official !== undefined && 'missing' in official ? official.missing : undefined;

/** Starts a DynamoDB for the tests of a file: the official one in the project `dynamodb`, else the embedded one. */
export function useEngine(): () => Engine {
  let engine: Engine | undefined;
  let close: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    if (missingReason !== undefined) return;
    if (official !== undefined && 'endpoint' in official) {
      engine = engineOf(official.endpoint, await createAccount(official.endpoint));
      return;
    }
    const database = await startDatabase(IN_MEMORY);
    close = database.close;
    engine = engineOf(database.endpoint, connect(database.endpoint));
  });
  beforeEach(({ skip }) => skip(missingReason !== undefined, missingReason));
  afterAll(async () => {
    engine?.client.destroy();
    await close?.();
  });
  return () => {
    if (engine === undefined) throw new Error('the engine has not been started: ask for it inside of a test');
    return engine;
  };
}

function engineOf(endpoint: string, client: DynamoDBClient): Engine {
  const streams = new Table(client, STREAMS_TABLE);
  return {
    endpoint,
    client,
    streams,
    tokens: new Table(client, TOKENS_TABLE),
    notifications: new Table(client, NOTIFICATIONS_TABLE),
    expire: (event) => streams.delete(eventKey(event)),
  };
}
