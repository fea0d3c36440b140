import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { SqsDeferredStore } from './deferred/sqs-deferred-store.ts';
import { retentionFromEnv, writeLogLine } from './function-env.ts';
import { parseAllowList } from './receiving/allow-list.ts';
import { TableCircuitBreaker } from './receiving/circuit-breaker.ts';
import { type ReceiverDeps, receive } from './receiving/receive.ts';
import { requiredEnv } from './required-env.ts';
import { Recorder } from './table/recorder.ts';
import { Table } from './table/table.ts';
import { TokenCache } from './tokens/token-cache.ts';

/** In ms; a connection may have died while the process was frozen: the first request gives up early enough for a second one. */
const requestHandler = { connectionTimeout: 400, requestTimeout: 500, throwOnRequestTimeout: true };
const client = new DynamoDBClient({ requestHandler });
const deps: ReceiverDeps = {
  streams: new Table(client, requiredEnv('STREAMS_TABLE')),
  tokens: new Table(client, requiredEnv('TOKENS_TABLE')),
  recorder: new Recorder(retentionFromEnv()),
  tokenCache: new TokenCache(600), // most of the tables' 1 s: a new process must connect first
  allowList: parseAllowList(requiredEnv('ALLOW_LIST')),
  circuitBreaker: new TableCircuitBreaker(1_000, 250), // DynamoDB answers in a tenth of it; the queue may first need a client and a connection
  deferredStore: new SqsDeferredStore(() => requiredEnv('DEFERRED_QUEUE_URL')),
  lostKey: process.env.LOST_KEY, // unset while an update from 0.2.0 has deployed only the code
  log: writeLogLine,
};

/** The receiver's Lambda. */
export const handler = (event: APIGatewayProxyEventV2) => receive(event, deps);
